//! Any bytes as the payload of a front token.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rocket_supertokens::fuzzing;

fuzz_target!(|data: &[u8]| fuzzing::front_token_round_trip(data));

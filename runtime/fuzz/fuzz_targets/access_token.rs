//! Any bytes as an access token.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rocket_supertokens::fuzzing;

fuzz_target!(|data: &[u8]| fuzzing::access_token(data));

//! Any bytes as a response of the core.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rocket_supertokens::fuzzing;

fuzz_target!(|data: &[u8]| fuzzing::core_response(data));

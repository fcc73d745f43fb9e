//! Any bytes as the headers of a request.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rocket_supertokens::fuzzing;

fuzz_target!(|data: &[u8]| fuzzing::request(data));

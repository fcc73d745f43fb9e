//! Any bytes as an address of a core, a domain or a path.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rocket_supertokens::fuzzing;

fuzz_target!(|data: &[u8]| fuzzing::address(data));

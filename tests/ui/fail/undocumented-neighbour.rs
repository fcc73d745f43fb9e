//! The lints see what the user left undocumented, and nothing of what the attribute adds to a route.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused)]
#![deny(let_underscore_drop, single_use_lifetimes, unused_qualifications, unused_results)]

use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

/// Documented.
#[verify_session(required = false, check_database, anti_csrf_check = false)]
#[get("/likes")]
pub fn likes(_session: Option<Session>) -> &'static str {
    "3"
}

pub fn undocumented() {}

fn main() {
    let _ = routes![likes].len();
}

//! A crate that lets nothing pass, with Clippy looking on, has nothing to say about the expansion.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unused,
    clippy::pedantic
)]
#![deny(
    let_underscore_drop,
    single_use_lifetimes,
    unused_qualifications,
    unused_results
)]
// The module is private here, so this one would mean the route itself.
#![allow(unreachable_pub)]

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

use super::{app, status};

/// Documented.
#[verify_session(required = false, check_database, anti_csrf_check = false)]
#[get("/likes")]
pub fn likes(session: Option<Session>) -> String {
    session.map_or_else(String::new, |session| session.user_id().to_owned())
}

#[rocket::async_test]
async fn an_anonymous_request_passes() {
    let answer = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(answer, Status::Ok);
}

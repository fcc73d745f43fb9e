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

use std::time::Duration;

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimContext, ClaimValidators, ClaimValue, FetchError};
use rocket_supertokens::{ClaimSet, Session, verify_session};
use serde::Deserialize;

use crate::pass::{app, status};

/// Documented.
#[derive(Debug, Deserialize, ClaimSet)]
pub struct Account {
    /// Documented.
    pub plan: ClaimValue<String>,
    /// Documented.
    #[claim(fetch = find_seats)]
    pub seats: Option<ClaimValue<u32>>,
    /// Documented.
    #[claim(skip)]
    pub user: String,
}

async fn find_seats(_context: ClaimContext) -> Result<Option<u32>, FetchError> {
    Ok(Some(3))
}

fn unchanged(global: ClaimValidators) -> ClaimValidators {
    global
}

/// Documented.
#[verify_session(
    required = false,
    check_database,
    anti_csrf_check = false,
    override_claims = unchanged,
    claims(Account::plan().has_value("pro"), Account::seats().has_value(3_u32).max_age(Duration::from_secs(300)))
)]
#[get("/likes")]
pub fn likes(session: Option<Session>) -> String {
    let account = session.and_then(|session| session.access_token_payload_as::<Account>().ok());
    account.map_or_else(String::new, |Account { plan, seats, user }| {
        format!(
            "{user} has {} of {}",
            seats.map_or(1, |seats| seats.v),
            plan.v
        )
    })
}

#[rocket::async_test]
async fn an_anonymous_request_passes() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Ok);
}

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimRules, UserRole};
use rocket_supertokens::policy::{AllOf, DefaultPolicy, Optional, Policy};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, app, claim, status};

/// Whoever has a session is an administrator.
enum Admins {}

impl Policy for Admins {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::global().with(UserRole::includes("admin"))
    }
}

enum Writers {}

impl Policy for Writers {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::global().with(UserRole::includes("writer"))
    }
}

#[verify_session(policy = AllOf<DefaultPolicy, Admins>)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[verify_session(policy = AllOf<Writers, Admins>)]
#[get("/drafts")]
fn drafts(session: Option<Session>) -> &'static str {
    if session.is_some() {
        "yours: 3"
    } else {
        "none"
    }
}

#[rocket::async_test]
async fn a_session_is_required_if_either_requires_one() {
    let app = || app().mount("/", routes![likes, drafts]);
    assert_eq!(status(app(), Get, "/likes").await, Status::Unauthorized);
    assert_eq!(status(app(), Get, "/drafts").await, Status::Ok);
}

#[rocket::async_test]
async fn the_claims_of_both_are_checked() {
    let running = Running::start(routes![likes, drafts]).await;
    let with = |roles: &[&str]| claim("st-role", roles);
    for (payload, uri, expected) in [
        (with(&["writer"]), "/likes", Status::Forbidden),
        (with(&["admin"]), "/likes", Status::Ok),
        (with(&["admin"]), "/drafts", Status::Forbidden),
        (with(&["writer"]), "/drafts", Status::Forbidden),
        (with(&["admin", "writer"]), "/drafts", Status::Ok),
        (json!({}), "/drafts", Status::Forbidden),
    ] {
        assert_eq!(running.status(payload, uri).await, expected, "{uri}");
    }
}

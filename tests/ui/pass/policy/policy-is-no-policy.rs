use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::policy::{Optional, Policy, Required};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

enum Strict {}

impl Policy for Strict {
    type Presence = Required;
}

/// What another policy says, with the session left to the visitor.
struct Relaxed<P>(P);

impl<P: Policy> Policy for Relaxed<P> {
    type Presence = Optional;
    const CHECK_DATABASE: bool = P::CHECK_DATABASE;
}

#[verify_session(policy = Strict)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[verify_session(policy = Relaxed<Strict>)]
#[get("/visits")]
fn visits(session: Option<Session>) -> &'static str {
    if session.is_some() { "yours: 3" } else { "3" }
}

#[rocket::async_test]
async fn each_policy_says_who_passes() {
    let app = || app().mount("/", routes![likes, visits]);
    assert_eq!(status(app(), Get, "/likes").await, Status::Unauthorized);
    assert_eq!(status(app(), Get, "/visits").await, Status::Ok);
}

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::{Session, policy, verify_session};

use crate::pass::{app, status};

policy!(Open = required = false);

#[verify_session(policy = Open)]
#[get("/likes")]
fn likes(session: Option<Session>) -> &'static str {
    if session.is_some() { "yours: 3" } else { "3" }
}

#[rocket::async_test]
async fn an_anonymous_request_passes() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Ok);
}

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValidators;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

fn none(_: ClaimValidators) -> ClaimValidators {
    Vec::new()
}

#[verify_session(override_claims = none)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

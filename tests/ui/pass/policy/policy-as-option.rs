use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::{Session, policy, verify_session};

use crate::pass::{app, status};

policy!(Strict = check_database);

#[verify_session(policy = Strict)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

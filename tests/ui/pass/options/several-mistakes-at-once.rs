use rocket::http::Method::Put;
use rocket::http::Status;
use rocket::{put, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session(required, check_database = false, anti_csrf_check)]
#[put("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Put, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

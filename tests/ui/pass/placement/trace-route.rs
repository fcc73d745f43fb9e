use rocket::http::Method::Patch;
use rocket::http::Status;
use rocket::routes;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session]
#[rocket::route(PATCH, uri = "/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Patch, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

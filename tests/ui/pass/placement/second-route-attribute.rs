use rocket::http::Method::{Get, Post};
use rocket::http::Status;
use rocket::{get, post, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[verify_session]
#[post("/likes")]
fn like(_session: Session) -> &'static str {
    "4"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    for method in [Get, Post] {
        let response = status(app().mount("/", routes![likes, like]), method, "/likes").await;
        assert_eq!(response, Status::Unauthorized);
    }
}

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get as fetch, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session]
#[rocket::get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

/// Elsewhere Rocket's attributes may have any name.
#[fetch("/dislikes")]
fn dislikes() -> &'static str {
    "0"
}

#[rocket::async_test]
async fn a_route_without_the_attribute_is_open() {
    let response = status(app().mount("/", routes![dislikes]), Get, "/dislikes").await;
    assert_eq!(response, Status::Ok);
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

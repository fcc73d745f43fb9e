use rocket::http::{Method, Status};
use rocket::{post, routes};
use rocket_supertokens::{Error, Sessions};

use crate::pass::{app, status};

#[post("/begin")]
async fn begin(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").await?;
    Ok(())
}

#[rocket::async_test]
async fn without_a_core_no_session_begins() {
    let response = status(app().mount("/", routes![begin]), Method::Post, "/begin").await;
    assert_eq!(response, Status::ServiceUnavailable);
}

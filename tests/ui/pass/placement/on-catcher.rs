use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{catch, catchers, get, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[catch(404)]
fn not_found() -> &'static str {
    "nothing here"
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}

#[rocket::async_test]
async fn the_catcher_needs_no_session() {
    let app = app()
        .mount("/", routes![likes])
        .register("/", catchers![not_found]);
    assert_eq!(status(app, Get, "/dislikes").await, Status::NotFound);
}

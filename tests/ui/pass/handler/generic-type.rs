use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[verify_session]
#[get("/<of>/<or>")]
fn likes<'r>(of: &'r str, or: &'r str, _session: Session) -> &'r str {
    if of.is_empty() { or } else { of }
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes/all").await;
    assert_eq!(response, Status::Unauthorized);
}

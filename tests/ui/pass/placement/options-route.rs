use rocket::http::Method::{Get, Options};
use rocket::http::Status;
use rocket::{get, options, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

#[options("/likes")]
fn preflight() -> &'static str {
    ""
}

#[verify_session]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_the_preflight_passes() {
    let app = || app().mount("/", routes![preflight, likes]);
    assert_eq!(status(app(), Options, "/likes").await, Status::Ok);
    assert_eq!(status(app(), Get, "/likes").await, Status::Unauthorized);
}

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{State, get, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

struct Likes {
    count: usize,
}

#[verify_session]
#[get("/likes")]
fn likes(likes: &State<Likes>, _session: Session) -> String {
    likes.count.to_string()
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let app = app().manage(Likes { count: 3 }).mount("/", routes![likes]);
    assert_eq!(status(app, Get, "/likes").await, Status::Unauthorized);
}

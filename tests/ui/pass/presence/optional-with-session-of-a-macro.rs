use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

macro_rules! route {
    ($session:ty) => {
        #[verify_session(required = false)]
        #[get("/likes")]
        fn likes(_session: $session) -> &'static str {
            "3"
        }
    };
}

route!(Option<Session>);

#[rocket::async_test]
async fn an_anonymous_request_passes() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Ok);
}

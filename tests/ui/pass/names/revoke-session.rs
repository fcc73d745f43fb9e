use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::{Error, Session, verify_session};

use crate::pass::Running;

#[verify_session]
#[get("/log-out")]
async fn log_out(session: Session) -> Result<(), Error> {
    session.revoke().await
}

#[rocket::async_test]
async fn the_session_ends() {
    let app = Running::start(routes![log_out]).await;
    assert_eq!(app.status(json!({}), "/log-out").await, Status::Ok);
}

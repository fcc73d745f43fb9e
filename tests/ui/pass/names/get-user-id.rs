use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::Running;

#[verify_session]
#[get("/me")]
fn me(session: Session) -> String {
    session.user_id().to_owned()
}

#[rocket::async_test]
async fn the_user_is_known() {
    let app = Running::start(routes![me]).await;
    let response = app.get(json!({}), "/me").await;
    assert_eq!(response, (Status::Ok, "alice".to_owned()));
}

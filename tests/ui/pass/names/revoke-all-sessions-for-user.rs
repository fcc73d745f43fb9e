use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{State, get, routes};
use rocket_supertokens::{Error, Session, SuperTokens, verify_session};

use crate::pass::Running;

#[verify_session]
#[get("/log-out")]
async fn log_out(session: Session, super_tokens: &State<SuperTokens>) -> Result<String, Error> {
    let revoked = super_tokens
        .revoke_sessions_of_user(session.user_id())
        .await?;
    Ok(revoked.len().to_string())
}

#[rocket::async_test]
async fn all_sessions_of_the_user_end() {
    let app = Running::start(routes![log_out]).await;
    let response = app.get(json!({}), "/log-out").await;
    assert_eq!(response, (Status::Ok, "1".to_owned()));
}

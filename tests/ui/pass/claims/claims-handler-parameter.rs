use std::sync::Arc;

use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Error, Session, verify_session};

use crate::pass::{Running, claim};

#[verify_session]
#[get("/likes/<role>")]
async fn likes(role: &str, session: Session) -> Result<String, Error> {
    session
        .assert_claims(&[Arc::new(UserRole::includes(role))])
        .await?;
    Ok(format!("3 as {role}"))
}

#[rocket::async_test]
async fn only_those_with_the_role_of_the_path_pass() {
    let app = Running::start(routes![likes]).await;
    for (uri, expected) in [
        ("/likes/admin", Status::Ok),
        ("/likes/root", Status::Forbidden),
    ] {
        assert_eq!(app.status(claim("st-role", ["admin"]), uri).await, expected);
    }
}

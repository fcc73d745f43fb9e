use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

#[verify_session]
#[get("/roles")]
fn roles(session: Session) -> String {
    session
        .claim_value(&UserRole)
        .unwrap_or_default()
        .join(", ")
}

#[rocket::async_test]
async fn the_claim_is_read_from_the_token() {
    let app = Running::start(routes![roles]).await;
    let response = app.get(claim("st-role", ["admin"]), "/roles").await;
    assert_eq!(response, (Status::Ok, "admin".to_owned()));
}

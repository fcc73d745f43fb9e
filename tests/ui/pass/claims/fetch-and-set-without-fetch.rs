use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{Fetches, PrimitiveClaim};
use rocket_supertokens::{Error, Session, verify_session};

use crate::pass::Running;

fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(|_| async { Ok(Some("pro".to_owned())) })
}

#[verify_session]
#[get("/likes")]
async fn likes(session: Session) -> Result<String, Error> {
    session.fetch_and_set_claim(&plan()).await?;
    Ok(session.claim_value(&plan()).unwrap_or_default())
}

#[rocket::async_test]
async fn the_fetched_value_is_set() {
    let app = Running::start(routes![likes]).await;
    let response = app.get(json!({}), "/likes").await;
    assert_eq!(response, (Status::Ok, "pro".to_owned()));
}

use std::time::Duration;

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimContext, ClaimValue, FetchError};
use rocket_supertokens::{ClaimSet, Error, Session, verify_session};
use serde::Deserialize;

use crate::pass::Running;

#[derive(Deserialize, ClaimSet)]
struct Account {
    #[claim(fetch = find_plan)]
    plan: ClaimValue<String>,
}

async fn find_plan(context: ClaimContext) -> Result<Option<String>, FetchError> {
    Ok(Some(format!("the plan of {}", context.user_id)))
}

#[verify_session(claims(Account::plan().has_value("the plan of alice").max_age(Duration::from_secs(300))))]
#[get("/likes")]
fn likes(session: Session) -> Result<String, Error> {
    let account: Account = session.access_token_payload_as()?;
    Ok(account.plan.v)
}

#[rocket::async_test]
async fn what_is_missing_is_fetched() {
    let app = Running::start(routes![likes]).await;
    let response = app.get(json!({}), "/likes").await;
    assert_eq!(response, (Status::Ok, "the plan of alice".to_owned()));
}

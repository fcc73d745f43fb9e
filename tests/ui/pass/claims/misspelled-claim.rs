use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValue;
use rocket_supertokens::{ClaimSet, Error, Session, verify_session};
use serde::Deserialize;

use crate::pass::{Running, claim};

#[derive(Deserialize, ClaimSet)]
struct Account {
    plan: ClaimValue<String>,
}

#[verify_session(claims(Account::plan().has_value("pro")))]
#[get("/likes")]
fn likes(session: Session) -> Result<String, Error> {
    let account: Account = session.access_token_payload_as()?;
    Ok(account.plan.v)
}

#[rocket::async_test]
async fn route_and_handler_mean_the_same_claim() {
    let app = Running::start(routes![likes]).await;
    for (plan, expected) in [("pro", Status::Ok), ("free", Status::Forbidden)] {
        assert_eq!(app.status(claim("plan", plan), "/likes").await, expected);
    }
}

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimFailure, ClaimValidator};
use rocket_supertokens::{JsonObject, Session, verify_session};

use crate::pass::{Running, claim};

struct Present(String);

impl ClaimValidator for Present {
    fn id(&self) -> &str {
        &self.0
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        match payload.contains_key(&self.0) {
            true => Ok(()),
            false => Err(vec![ClaimFailure::new(
                self.id(),
                json!({ "message": "absent" }),
            )]),
        }
    }
}

#[verify_session(claims(Present(String::from("plan"))))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_those_with_the_claim_pass() {
    let app = Running::start(routes![likes]).await;
    let (status, body) = app.get(json!({}), "/likes").await;
    assert_eq!(status, Status::Forbidden);
    assert_eq!(
        body,
        r#"{"message":"invalid claim","claimValidationErrors":[{"id":"plan","reason":{"message":"absent"}}]}"#
    );
    assert_eq!(
        app.status(claim("plan", "free"), "/likes").await,
        Status::Ok
    );
}

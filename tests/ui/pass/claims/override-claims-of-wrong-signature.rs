use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimValidators};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

static BETA: BooleanClaim = BooleanClaim::new("beta");
static TERMS: BooleanClaim = BooleanClaim::new("terms");

fn without_terms(mut global: ClaimValidators) -> ClaimValidators {
    global.retain(|validator| validator.id() != "terms");
    global
}

#[verify_session(override_claims = without_terms)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_the_others_are_checked() {
    let app = Running::start_with(routes![likes], |settings| {
        settings
            .global_claim_validator(TERMS.is_true())
            .global_claim_validator(BETA.is_true())
    })
    .await;
    for (payload, expected) in [
        (json!({}), Status::Forbidden),
        (claim("terms", true), Status::Forbidden),
        (claim("beta", true), Status::Ok),
    ] {
        assert_eq!(app.status(payload, "/likes").await, expected);
    }
}

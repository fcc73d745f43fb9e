use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::BooleanClaim;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

static BETA: BooleanClaim = BooleanClaim::new("beta");
static TERMS: BooleanClaim = BooleanClaim::new("terms");

#[verify_session(global_claims = false, claims(BETA.is_true()))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[verify_session(global_claims = true)]
#[get("/dislikes")]
fn dislikes(_session: Session) -> &'static str {
    "0"
}

#[rocket::async_test]
async fn the_global_validators_are_left_out() {
    let app = Running::start_with(routes![likes, dislikes], |settings| {
        settings.global_claim_validator(TERMS.is_true())
    })
    .await;
    for (payload, of_likes, of_dislikes) in [
        (json!({}), Status::Forbidden, Status::Forbidden),
        (claim("beta", true), Status::Ok, Status::Forbidden),
        (claim("terms", true), Status::Forbidden, Status::Ok),
    ] {
        assert_eq!(app.status(payload.clone(), "/likes").await, of_likes);
        assert_eq!(app.status(payload, "/dislikes").await, of_dislikes);
    }
}

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{BooleanClaim, Fetches};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

fn beta() -> BooleanClaim<Fetches<bool>> {
    BooleanClaim::new("beta").fetched_by(|_| async { Ok(Some(true)) })
}

#[verify_session(claims(beta().is_true()))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn what_is_missing_is_fetched() {
    let app = Running::start(routes![likes]).await;
    for (payload, expected) in [
        (json!({}), Status::Ok),
        (claim("beta", false), Status::Forbidden),
    ] {
        assert_eq!(app.status(payload, "/likes").await, expected);
    }
}

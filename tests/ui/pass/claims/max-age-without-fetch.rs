use std::time::Duration;

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{Fetches, PrimitiveClaim};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(|_| async { Ok(Some("pro".to_owned())) })
}

#[verify_session(claims(plan().has_value("pro").max_age(Duration::from_secs(300))))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_what_is_too_old_is_fetched() {
    let app = Running::start(routes![likes]).await;
    for (payload, expected) in [
        (claim("plan", "free"), Status::Forbidden),
        (json!({ "plan": { "v": "free", "t": 1 } }), Status::Ok),
    ] {
        assert_eq!(app.status(payload, "/likes").await, expected);
    }
}

use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::BooleanClaim;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

static BETA: BooleanClaim = BooleanClaim::new("beta");

#[verify_session(claims(BETA.has_value(true)))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_those_with_the_value_pass() {
    let app = Running::start(routes![likes]).await;
    for (beta, expected) in [(true, Status::Ok), (false, Status::Forbidden)] {
        assert_eq!(app.status(claim("beta", beta), "/likes").await, expected);
    }
}

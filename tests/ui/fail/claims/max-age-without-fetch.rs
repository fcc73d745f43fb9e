use std::time::Duration;

use rocket::{get, routes};
use rocket_supertokens::claims::PrimitiveClaim;
use rocket_supertokens::{Session, verify_session};

static PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");

#[verify_session(claims(PLAN.has_value("pro").max_age(Duration::from_secs(300))))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

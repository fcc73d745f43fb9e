use rocket::{get, routes};
use rocket_supertokens::policy::{AllOf, Optional, Policy};
use rocket_supertokens::{Session, verify_session};

enum Open {}

impl Policy for Open {
    type Presence = Optional;
}

#[verify_session(policy = AllOf<Open, Open>)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

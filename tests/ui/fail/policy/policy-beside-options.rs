use rocket::{get, routes};
use rocket_supertokens::policy::{Policy, Required};
use rocket_supertokens::{Session, verify_session};

enum Strict {}

impl Policy for Strict {
    type Presence = Required;
}

#[verify_session(policy = Strict, check_database)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

use rocket::{get, routes};
use rocket_supertokens::policy::{AllOf, DefaultPolicy};
use rocket_supertokens::{Session, verify_session};

enum Strict {}

#[verify_session(policy = AllOf<DefaultPolicy, Strict>)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

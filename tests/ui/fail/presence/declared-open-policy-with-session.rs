use rocket::{get, routes};
use rocket_supertokens::{Session, policy, verify_session};

policy!(Open = required = false);

#[verify_session(policy = Open)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

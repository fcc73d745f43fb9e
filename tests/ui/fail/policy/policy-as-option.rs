use rocket::{get, routes};
use rocket_supertokens::{Session, policy, verify_session};

policy!(Strict = check_database);

#[verify_session(Strict)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

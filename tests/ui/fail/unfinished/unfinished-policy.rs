use rocket::{get, routes};
use rocket_supertokens::{Session, policy, verify_session};

policy!(pub(crate) Strict = check_database, claims(rocket_supertokens::claims::UserRole::));

#[verify_session(policy = Strict)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

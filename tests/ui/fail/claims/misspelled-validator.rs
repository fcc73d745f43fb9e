use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, verify_session};

#[verify_session(claims(UserRole::include("admin")))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

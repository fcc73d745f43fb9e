use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session(rocket_supertokens::claims::UserRole::includes("admin"))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

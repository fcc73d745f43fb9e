use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
#[verify_session(check_database)]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

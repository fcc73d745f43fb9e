use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(_session: Session) -> {
    "3"
}

fn main() {
    let _ = routes![likes];
}

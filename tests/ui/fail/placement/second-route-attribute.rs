use rocket::{get, post, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
#[post("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

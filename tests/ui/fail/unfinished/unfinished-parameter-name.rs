use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes?<of>")]
fn likes(_session: Session, of) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

type User = Session;

#[verify_session(required = false)]
#[get("/likes")]
fn likes(_user: User) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

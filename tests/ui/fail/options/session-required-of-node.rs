use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session(sessionRequired = false)]
#[get("/likes")]
fn likes(session: Option<Session>) -> &'static str {
    if session.is_some() { "yours: 3" } else { "3" }
}

fn main() {
    let _ = routes![likes];
}

use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

type Visitor = Option<Session>;

#[verify_session]
#[get("/likes")]
fn likes(visitor: Visitor) -> &'static str {
    if visitor.is_some() { "yours: 3" } else { "3" }
}

fn main() {
    let _ = routes![likes];
}

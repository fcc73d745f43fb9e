use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(__supertokens_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

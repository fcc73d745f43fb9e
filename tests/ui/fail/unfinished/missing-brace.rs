use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(session: Session) -> String {
    match session.user_id() {
        "alice" => "3",
        _ => "0",
    .to_owned()
}

fn main() {
    let _ = routes![likes];
}

use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(session: Session) -> String {
    let user_id = session.;
    user_id.to_owned()
}

fn main() {
    let _ = routes![likes];
}

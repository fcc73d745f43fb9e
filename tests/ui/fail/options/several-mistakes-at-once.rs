use rocket::{options, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session(requird, check_database = "no", anti_csrf_check, anti_csrf_check)]
#[options("/likes")]
fn likes(__supertokens_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

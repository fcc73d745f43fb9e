use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[rocket::get("/likes")]
fn likes(_: Session) -> &'static str {
    "3"
}

fn main() {}

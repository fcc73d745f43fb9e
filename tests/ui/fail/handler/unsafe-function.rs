use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[rocket::get("/likes")]
unsafe fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {}

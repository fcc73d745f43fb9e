use rocket_supertokens::{Session, verify_session};

#[verify_session]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {}

use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[rocket::get("/likes")]
fn likes<const COUNT: usize>(_session: Session) -> String {
    COUNT.to_string()
}

fn main() {}

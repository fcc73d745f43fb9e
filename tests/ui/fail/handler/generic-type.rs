use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[rocket::get("/likes/<_of>")]
fn likes<T>(_of: T, _session: Session) -> &'static str {
    "3"
}

fn main() {}

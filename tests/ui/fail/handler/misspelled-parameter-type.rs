use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(_session: Session, _jar: &CookieJa<'_>) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

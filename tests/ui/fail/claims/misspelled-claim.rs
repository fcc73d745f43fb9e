use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValue;
use rocket_supertokens::{ClaimSet, Session, verify_session};

#[derive(ClaimSet)]
struct Account {
    plan: ClaimValue<String>,
}

#[verify_session(claims(Account::plna().has_value("pro")))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

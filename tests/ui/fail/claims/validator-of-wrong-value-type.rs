use rocket::{get, routes};
use rocket_supertokens::claims::BooleanClaim;
use rocket_supertokens::{Session, verify_session};

static BETA: BooleanClaim = BooleanClaim::new("beta");

#[verify_session(claims(BETA.has_value("yes")))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

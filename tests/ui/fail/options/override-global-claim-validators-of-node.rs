use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValidators;
use rocket_supertokens::{Session, verify_session};

fn none(_: ClaimValidators) -> ClaimValidators {
    Vec::new()
}

#[verify_session(overrideGlobalClaimValidators = none)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

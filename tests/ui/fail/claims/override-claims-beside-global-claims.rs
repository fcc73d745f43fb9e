use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValidators;
use rocket_supertokens::{Session, verify_session};

fn without_email(global: ClaimValidators) -> ClaimValidators {
    global.into_iter().filter(|validator| validator.id() != "st-ev").collect()
}

#[verify_session(override_claims = without_email, global_claims = false)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

use rocket::{get, routes};
use rocket_supertokens::claims::ClaimValidators;
use rocket_supertokens::{Session, verify_session};

fn without_email(global: &mut ClaimValidators) {
    global.retain(|validator| validator.id() != "st-ev");
}

#[verify_session(override_claims = without_email)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

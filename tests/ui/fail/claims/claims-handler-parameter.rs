use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, verify_session};

#[verify_session(claims(UserRole::includes(role)))]
#[get("/likes/<role>")]
fn likes(role: &str, _session: Session) -> String {
    format!("3 as {role}")
}

fn main() {
    let _ = routes![likes];
}

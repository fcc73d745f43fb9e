use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, policy, verify_session};

policy!(Admin = claims(UserRole::includes("admin")));
policy!(Strict = policy = Admin, check_database);

#[verify_session(policy = Strict)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}

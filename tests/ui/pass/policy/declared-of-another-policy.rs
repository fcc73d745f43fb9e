use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::policy::AllOf;
use rocket_supertokens::{Session, policy, verify_session};

use crate::pass::{Running, claim};

policy!(Admin = claims(UserRole::includes("admin")));
policy!(Strict = check_database);

#[verify_session(policy = AllOf<Strict, Admin>)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_those_with_the_role_pass() {
    let app = Running::start(routes![likes]).await;
    for (role, expected) in [("admin", Status::Ok), ("user", Status::Forbidden)] {
        let response = app.status(claim("st-role", [role]), "/likes").await;
        assert_eq!(response, expected);
    }
}

use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

#[verify_session(claims(UserRole::includes_any(["admin", "root"])))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[rocket::async_test]
async fn only_those_with_the_role_pass() {
    let app = Running::start(routes![likes]).await;
    for (roles, expected) in [(["admin"], Status::Ok), (["user"], Status::Forbidden)] {
        assert_eq!(
            app.status(claim("st-role", roles), "/likes").await,
            expected
        );
    }
}

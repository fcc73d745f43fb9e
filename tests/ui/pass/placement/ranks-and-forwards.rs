//! Several routes for one request: Rocket tries them by rank, and what one of them found of the session holds for the
//! next, which checks what is left to check.

use rocket::Request;
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest};
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

/// Passes the request on where the session has not this name.
struct Alice;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Alice {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        match request.guard::<Session>().await {
            Outcome::Success(session) if session.tenant_id() == "alices" => Outcome::Success(Self),
            _ => Outcome::Forward(Status::NotFound),
        }
    }
}

#[verify_session]
#[get("/page/<_number>", rank = 1)]
fn by_number(_number: u8, _session: Session) -> &'static str {
    "a number"
}

#[verify_session]
#[get("/page/<_name>", rank = 2)]
fn of_alice(_name: &str, _session: Session, _alice: Alice) -> &'static str {
    "for alice"
}

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/page/<_name>", rank = 3)]
fn of_admins(_name: &str, _session: Session) -> &'static str {
    "for administrators"
}

#[rocket::async_test]
async fn each_route_checks_for_itself() {
    let running = Running::start(routes![by_number, of_alice, of_admins]).await;
    let admin = || claim("st-role", ["admin"]);
    for (payload, uri, expected) in [
        (json!({}), "/page/1", (Status::Ok, "a number")),
        (admin(), "/page/x", (Status::Ok, "for administrators")),
    ] {
        let (status, body) = running.get(payload, uri).await;
        assert_eq!((status, &*body), expected);
    }
    let refused = running.status(claim("st-role", [""; 0]), "/page/x").await;
    assert_eq!(refused, Status::Forbidden);
}

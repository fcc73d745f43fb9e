//! The session is looked at before any other part of the request, wherever the handler takes it.

use rocket::data::FromData;
use rocket::http::Method::Post;
use rocket::http::Status;
use rocket::request::{FromParam, FromRequest, Outcome};
use rocket::{Data, Request, post, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

/// Responds with 418 to whatever reaches it.
struct Teapot;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Teapot {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Error((Status::ImATeapot, ()))
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Teapot {
    type Error = ();

    async fn from_data(_: &'r Request<'_>, _: Data<'r>) -> rocket::data::Outcome<'r, Self> {
        rocket::data::Outcome::Error((Status::ImATeapot, ()))
    }
}

impl FromParam<'_> for Teapot {
    type Error = ();

    fn from_param(_: &str) -> Result<Self, ()> {
        Err(())
    }
}

#[verify_session]
#[post("/guard")]
fn guard(_teapot: Teapot, _session: Session) {}

#[verify_session]
#[post("/path/<_teapot>")]
fn path(_teapot: Teapot, _session: Session) {}

#[verify_session]
#[post("/data", data = "<_teapot>")]
fn data(_teapot: Teapot, _session: Session) {}

#[verify_session(required = false)]
#[post("/optional")]
fn optional(_teapot: Teapot, _session: Option<Session>) {}

#[rocket::async_test]
async fn nothing_else_runs_without_a_session() {
    for uri in ["/guard", "/path/1", "/data"] {
        let app = app().mount("/", routes![guard, path, data]);
        assert_eq!(status(app, Post, uri).await, Status::Unauthorized, "{uri}");
    }
}

#[rocket::async_test]
async fn the_others_run_where_none_is_required() {
    let app = app().mount("/", routes![optional]);
    assert_eq!(status(app, Post, "/optional").await, Status::ImATeapot);
}

//! What may stand under the attribute: no form of a Rocket route is left out.

use rocket::form::Form;
use rocket::http::CookieJar;
use rocket::http::Method::{self, Get, Head, Patch, Post, Put};
use rocket::http::Status;
use rocket::http::uri::Origin;
use rocket::response::Responder;
use rocket::{FromForm, Route, State, get, head, post, put, routes};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{app, status};

mod nested {
    use super::*;

    #[verify_session]
    #[get("/nested")]
    pub(super) fn route(_session: Session) {}
}

/// Attributes above and below stay where they are.
#[must_use]
#[verify_session]
#[head("/attributes")]
#[allow(unused_variables)]
fn attributes(session: Session) -> Option<()> {
    None
}

#[::rocket_supertokens::verify_session(check_database)]
#[::rocket::get("/absolute")]
fn absolute() {}

#[verify_session]
#[get("/raw")]
fn r#type(r#in: Session) -> String {
    r#in.user_id().to_owned()
}

#[verify_session]
#[cfg(any())]
#[get("/conditional")]
fn conditional(_missing: Missing) {}

#[verify_session]
#[cfg(not(any()))]
#[get("/conditional")]
fn conditional() {}

#[verify_session]
#[get("/borrowed/<id>?<query>")]
async fn borrowed<'r>(
    id: &'r str,
    query: Option<&'r str>,
    origin: &'r Origin<'r>,
    cookies: &CookieJar<'_>,
    number: &State<u8>,
    _session: Session,
) -> impl Responder<'r, 'static> {
    let number = **number;
    format!(
        "{id} {query:?} {origin} {} {number}",
        cookies.iter().count()
    )
}

#[derive(FromForm)]
struct Like<'r> {
    of: &'r str,
}

#[verify_session]
#[post("/data", data = "<like>")]
async fn data<'r>(like: Form<Like<'r>>, _session: Session) -> String {
    like.of.to_owned()
}

#[verify_session]
#[put("/never")]
const fn constant() {}

#[verify_session]
#[rocket::route(PATCH, uri = "/any", rank = 2)]
fn any(_number: Option<&State<u8>>, _pair: Result<Session, rocket_supertokens::Error>) {}

macro_rules! route {
    ($path:literal, $wanted:ty) => {
        #[verify_session]
        #[get($path)]
        fn from_macro(_session: Session, _also: Option<$wanted>) {}
    };
}

route!("/macro", &State<u8>);

fn inside_a_function() -> Vec<Route> {
    #[verify_session]
    #[get("/inside")]
    fn inside(_session: Session) {}

    routes![inside]
}

#[rocket::async_test]
async fn every_one_is_guarded() {
    let routes = || {
        [
            routes![
                nested::route,
                attributes,
                absolute,
                r#type,
                conditional,
                borrowed
            ],
            routes![data, constant, any, from_macro],
            inside_a_function(),
        ]
        .concat()
    };
    let requests: [(Method, &str); 11] = [
        (Get, "/nested"),
        (Head, "/attributes"),
        (Get, "/absolute"),
        (Get, "/raw"),
        (Get, "/conditional"),
        (Get, "/borrowed/1?query=2"),
        (Post, "/data"),
        (Put, "/never"),
        (Patch, "/any"),
        (Get, "/macro"),
        (Get, "/inside"),
    ];
    assert_eq!(requests.len(), routes().len());
    for (method, uri) in requests {
        let app = app().manage(7_u8).mount("/", routes());
        assert_eq!(
            status(app, method, uri).await,
            Status::Unauthorized,
            "{method} {uri}"
        );
    }
}

//! The attribute among others, whichever comes first, and within the output of other macros.

use std::io;

use rocket::http::{Method, Status};
use rocket::response::Responder;
use rocket::response::stream::{ByteStream, EventStream, TextStream};
use rocket::serde::json::Json;
use rocket::{Build, Rocket, State, get, post, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_ws::{Channel, WebSocket};
use tracing::instrument;
use utoipa::OpenApi as _;

use crate::pass::{app, status};

#[instrument]
#[verify_session]
#[get("/instrumented/above")]
async fn instrumented_above(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session]
#[instrument(skip(session), fields(user_id = session.user_id()))]
#[get("/instrumented/between")]
async fn instrumented_between(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session(required = false)]
#[get("/instrumented/below/<of>")]
#[instrument(ret)]
fn instrumented_below(session: Option<Session>, of: u8) -> String {
    format!("{of} {}", session.is_some())
}

#[verify_session]
#[get("/events")]
fn events(session: Session) -> EventStream![] {
    EventStream! {
        yield rocket::response::stream::Event::data(session.user_id().to_owned());
    }
}

#[verify_session]
#[get("/text")]
fn text<'r>(session: Session, of: &'r State<String>) -> TextStream![String + 'r] {
    TextStream! {
        yield session.user_id().to_owned();
        yield of.to_string();
    }
}

#[verify_session]
#[get("/bytes")]
async fn bytes(session: Session) -> ByteStream![Vec<u8>] {
    ByteStream! {
        yield session.user_id().as_bytes().to_vec();
    }
}

#[verify_session]
#[get("/socket")]
fn socket(session: Session, socket: WebSocket) -> Channel<'static> {
    socket.channel(move |_stream| {
        Box::pin(async move {
            drop(session);
            Ok(())
        })
    })
}

/// Posts a comment.
#[utoipa::path(
    responses((status = 200, body = String), (status = 401), (status = 403)),
    security(("cookie" = []), ("bearer" = []))
)]
#[verify_session]
#[post("/documented/<id>?<draft>", data = "<text>")]
async fn documented(id: u8, draft: Option<bool>, text: String, session: Session) -> String {
    format!("{id} {draft:?} {text} {}", session.user_id())
}

#[verify_session]
#[get("/result/<of>")]
async fn result(of: &str, session: Session) -> Result<Json<&str>, io::Error> {
    let _ = session;
    Ok(Json(of))
}

#[verify_session]
#[get("/either")]
fn either<'r>(_session: Session) -> Result<impl Responder<'r, 'static>, Status> {
    Ok((Status::Accepted, "both"))
}

macro_rules! protected {
    ($($item:item)*) => {
        $(#[verify_session] $item)*
    };
}

protected! {
    #[get("/item/one")]
    fn item_one(_session: Session) {}

    #[get("/item/two")]
    pub(super) fn item_two(_session: Session) {}
}

macro_rules! route {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($parameter:ident: $ty:ty),*) -> $returned:ty $body:block) => {
        $(#[$meta])*
        $vis fn $name($($parameter: $ty),*) -> $returned $body
    };
}

route! {
    #[verify_session(check_database)]
    #[get("/fragments/<of>")]
    pub(super) fn fragments(session: Session, of: &str) -> String {
        format!("{of} {}", session.user_id())
    }
}

macro_rules! same_name {
    ($module:ident, $path:literal) => {
        mod $module {
            use rocket::get;
            use rocket_supertokens::{Session, verify_session};

            #[verify_session]
            #[get($path)]
            pub(super) fn likes(_session: Session) {}
        }
    };
}

same_name!(first, "/first");
same_name!(second, "/second");

fn rocket() -> Rocket<Build> {
    app()
        .manage("comments".to_owned())
        .mount(
            "/",
            routes![instrumented_above, instrumented_between, instrumented_below],
        )
        .mount("/", routes![events, text, bytes, socket, documented])
        .mount("/", routes![result, either, item_one, item_two, fragments])
        .mount("/", routes![first::likes, second::likes])
}

#[rocket::async_test]
async fn every_one_is_guarded() {
    for uri in [
        "/instrumented/above",
        "/instrumented/between",
        "/events",
        "/text",
        "/bytes",
        "/socket",
        "/result/1",
        "/either",
        "/item/one",
        "/item/two",
        "/fragments/1",
        "/first",
        "/second",
    ] {
        let response = status(rocket(), Method::Get, uri).await;
        assert_eq!(response, Status::Unauthorized, "{uri}");
    }
    let response = status(rocket(), Method::Post, "/documented/1").await;
    assert_eq!(response, Status::Unauthorized);
    let response = status(rocket(), Method::Get, "/instrumented/below/1").await;
    assert_eq!(response, Status::Ok);
}

/// What documents a route sees the parameters of the user, and none of ours.
#[test]
fn the_documentation_is_that_of_the_route() {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(documented))]
    struct Documentation;

    let document = Documentation::openapi().to_json().expect("JSON");
    assert!(document.contains("/documented/{id}"), "{document}");
    assert!(document.contains("Posts a comment."), "{document}");
    assert!(!document.contains("__supertokens"), "{document}");
}

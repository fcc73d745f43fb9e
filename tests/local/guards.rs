//! When the guard runs and what it lets through.

use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::data::{Data, FromData, Outcome as DataOutcome};
use rocket::error::ErrorKind;
use rocket::http::{Header, Status};
use rocket::local::asynchronous::Client;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, catch, catchers, get, post, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::App;

use crate::{log_in, start, with_session};

/// Counts how often Rocket came as far as this.
#[derive(Default)]
struct Reached(AtomicUsize);

struct Reaches;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Reaches {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        request
            .rocket()
            .state::<Reached>()
            .expect("managed")
            .0
            .fetch_add(1, Ordering::Relaxed);
        Outcome::Success(Self)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Reaches {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, _: Data<'r>) -> DataOutcome<'r, Self> {
        request
            .rocket()
            .state::<Reached>()
            .expect("managed")
            .0
            .fetch_add(1, Ordering::Relaxed);
        DataOutcome::Success(Self)
    }
}

#[verify_session]
#[post("/items/<id>", data = "<body>")]
fn change(guard: Reaches, id: u32, body: Reaches, session: Session) -> String {
    let (Reaches, Reaches) = (guard, body);
    format!("{id} {}", session.user_id())
}

#[rocket::async_test]
async fn the_session_is_checked_before_anything_else() {
    let core = rocket_supertokens_tests::Core::start(rocket_supertokens_tests::Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .manage(Reached::default())
        .mount("/", routes![crate::login, change]);
    let client = Client::untracked(rocket).await.expect("it launches");
    let reached = || {
        client
            .rocket()
            .state::<Reached>()
            .expect("managed")
            .0
            .load(Ordering::Relaxed)
    };

    for path in ["/items/1", "/items/not-a-number"] {
        assert_eq!(
            client.post(path).dispatch().await.status(),
            Status::Unauthorized
        );
    }
    assert_eq!(
        reached(),
        0,
        "neither another guard nor the body was looked at"
    );

    let token = log_in(&client).await;
    let bad_path = with_session(client.post("/items/not-a-number"), &token)
        .dispatch()
        .await;
    assert_eq!(bad_path.status(), Status::UnprocessableEntity);
    let reply = with_session(client.post("/items/1"), &token)
        .dispatch()
        .await;
    assert_eq!(reply.into_string().await.as_deref(), Some("1 alice"));
    assert_eq!(reached(), 3);
}

#[verify_session]
#[get("/protected")]
fn protected() {}

#[get("/bare")]
fn bare(session: Session) -> String {
    session.user_id().to_owned()
}

#[get("/bare-option")]
fn bare_option(session: Option<Session>) -> String {
    session.map_or_else(
        || "nobody".to_owned(),
        |session| session.user_id().to_owned(),
    )
}

#[rocket::async_test]
async fn without_the_fairing_the_launch_fails() {
    for routes in [
        routes![protected],
        routes![bare],
        routes![bare_option],
        routes![crate::login],
    ] {
        let error = Client::untracked(App::rocket().mount("/", routes))
            .await
            .expect_err("no fairing");
        assert!(
            matches!(error.kind(), ErrorKind::SentinelAborts(_)),
            "{error:?}"
        );
    }
}

#[rocket::async_test]
async fn a_session_is_verified_without_the_attribute_too() {
    let (_core, client) = start(routes![bare, bare_option]).await;
    let token = log_in(&client).await;
    let forged = format!("{}AAAA", &token[..token.len() - 4]);

    let reply = client.get("/bare").dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    assert_eq!(
        reply.into_string().await.as_deref(),
        Some(r#"{"message":"unauthorised"}"#)
    );
    let reply = with_session(client.get("/bare"), &forged).dispatch().await;
    assert_eq!(
        reply.into_string().await.as_deref(),
        Some(r#"{"message":"try refresh token"}"#)
    );
    let reply = with_session(client.get("/bare"), &token).dispatch().await;
    assert_eq!(reply.into_string().await.as_deref(), Some("alice"));

    for (token, expected) in [(forged.as_str(), "nobody"), (token.as_str(), "alice")] {
        let reply = with_session(client.get("/bare-option"), token)
            .dispatch()
            .await;
        assert_eq!(reply.status(), Status::Ok);
        assert_eq!(reply.into_string().await.as_deref(), Some(expected));
    }
}

#[verify_session(check_database)]
#[get("/three")]
fn three_times(first: Session, second: Session, third: Session) -> String {
    assert!(first.handle() == second.handle() && second.handle() == third.handle());
    first.user_id().to_owned()
}

#[rocket::async_test]
async fn a_request_is_verified_once() {
    let (core, client) = start(routes![three_times]).await;
    let token = log_in(&client).await;
    with_session(client.get("/three"), &token).dispatch().await;
    core.take_calls();
    let reply = with_session(client.get("/three"), &token).dispatch().await;
    assert_eq!(reply.into_string().await.as_deref(), Some("alice"));
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
}

/// Sends every request on to the next route.
struct Elsewhere;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Elsewhere {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Forward(Status::NotFound)
    }
}

#[verify_session(required = false)]
#[get("/page", rank = 1)]
fn lenient(elsewhere: Elsewhere) -> &'static str {
    let Elsewhere = elsewhere;
    "never"
}

#[verify_session(check_database)]
#[get("/page", rank = 2)]
fn strict(session: Session) -> String {
    session.user_id().to_owned()
}

#[rocket::async_test]
async fn a_stricter_route_checks_what_the_first_left_out() {
    let (core, client) = start(routes![lenient, strict, end]).await;
    let reply = client.get("/page").dispatch().await;
    assert_eq!(
        reply.status(),
        Status::Unauthorized,
        "anonymous passes the first route only"
    );

    let token = log_in(&client).await;
    let reply = with_session(client.get("/page"), &token).dispatch().await;
    assert_eq!(reply.into_string().await.as_deref(), Some("alice"));
    core.take_calls();
    with_session(client.get("/page"), &token).dispatch().await;
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);

    with_session(client.get("/end"), &token).dispatch().await;
    let reply = with_session(client.get("/page"), &token).dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized, "revoked");
}

#[verify_session]
#[get("/end")]
async fn end(session: Session) -> Result<(), rocket_supertokens::Error> {
    session.revoke().await
}

#[rocket::async_test]
async fn a_header_works_as_well() {
    let (_core, client) = start(routes![bare]).await;
    let bearer = format!("Bearer {}", log_in(&client).await);
    let reply = client
        .get("/bare")
        .header(Header::new("Authorization", bearer))
        .dispatch()
        .await;
    assert_eq!(reply.into_string().await.as_deref(), Some("alice"));
}

#[get("/asked-again")]
fn asked_again(session: Session) -> String {
    session.user_id().to_owned()
}

/// A catcher that greets who is logged in.
#[catch(401)]
async fn greets(request: &Request<'_>) -> &'static str {
    match request.guard::<Session>().await {
        Outcome::Success(_) => "hello",
        _ => "who are you?",
    }
}

/// Its response is not that of a handler that went on without a session.
#[rocket::async_test]
async fn a_catcher_may_ask_for_the_session_again() {
    let core = rocket_supertokens_tests::Core::start(rocket_supertokens_tests::Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .register("/", catchers![greets])
        .mount("/", routes![asked_again]);
    let client = Client::untracked(rocket).await.expect("it launches");
    let response = client.get("/asked-again").dispatch().await;
    assert_eq!(response.status(), Status::Unauthorized);
    assert_eq!(response.cookies().iter().count(), 0);
    let body = response.into_string().await;
    assert_eq!(body.as_deref(), Some(r#"{"message":"unauthorised"}"#));
}

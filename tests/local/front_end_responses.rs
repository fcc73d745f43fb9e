//! Responses are those that a front end expects, whatever the application does beside them.

use rocket::http::{Cookie, CookieJar, Status};
use rocket::local::asynchronous::Client;
use rocket::{Request, catch, catchers, get, routes};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::{log_in, start, with_session};

#[verify_session]
#[get("/protected")]
fn protected() -> &'static str {
    "in"
}

#[catch(default)]
fn catch_all(status: Status, _: &Request<'_>) -> (Status, (rocket::http::ContentType, String)) {
    (
        Status::ImATeapot,
        (
            rocket::http::ContentType::HTML,
            format!("<h1>{status}</h1>"),
        ),
    )
}

#[rocket::async_test]
async fn a_catcher_does_not_replace_a_refusal() {
    let core = Core::start(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", routes![protected])
        .register("/", catchers![catch_all]);
    let client = Client::untracked(rocket).await.expect("it launches");
    let reply = client.get("/protected").dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    assert_eq!(reply.content_type(), Some(rocket::http::ContentType::JSON));
    assert_eq!(
        reply.into_string().await.as_deref(),
        Some(r#"{"message":"unauthorised"}"#)
    );
    assert_eq!(
        client.get("/nowhere").dispatch().await.status(),
        Status::ImATeapot,
        "the rest is the application's"
    );
}

#[get("/both")]
async fn both(jar: &CookieJar<'_>, sessions: Sessions<'_>) -> Result<(), Error> {
    jar.add(Cookie::new("own", "kept"));
    sessions.create("alice").await?;
    Ok(())
}

#[rocket::async_test]
async fn the_applications_cookies_stay() {
    let (_core, client) = start(routes![both]).await;
    let request = client
        .get("/both")
        .header(rocket::http::Header::new("st-auth-mode", "cookie"));
    let reply = request.dispatch().await;
    let names: Vec<_> = reply
        .headers()
        .get("Set-Cookie")
        .filter_map(|line| line.split('=').next())
        .collect();
    assert_eq!(names, ["own", "sAccessToken", "sRefreshToken"]);
}

/// Fails after the session has changed: the new token must not be lost.
#[verify_session]
#[get("/changes-and-fails")]
async fn changes_and_fails(session: Session) -> Result<(), Status> {
    let changed = session
        .merge_into_access_token_payload(rocket::serde::json::json!({ "n": 1 }))
        .await;
    changed.map_err(|_| Status::InternalServerError)?;
    Err(Status::Conflict)
}

#[rocket::async_test]
async fn new_tokens_go_out_with_any_status() {
    let (_core, client) = start(routes![changes_and_fails]).await;
    let token = log_in(&client).await;
    let reply = with_session(client.get("/changes-and-fails"), &token)
        .dispatch()
        .await;
    assert_eq!(reply.status(), Status::Conflict);
    assert!(reply.headers().get_one("front-token").is_some());
}

#[verify_session]
#[get("/stale")]
async fn stale(session: Session) -> Result<String, Error> {
    session.revoke().await?;
    session.session_data().await?;
    Ok("never".to_owned())
}

#[rocket::async_test]
async fn an_error_from_a_handler_is_refused_as_one_from_a_guard() {
    let (_core, client) = start(routes![stale]).await;
    let token = log_in(&client).await;
    let reply = with_session(client.get("/stale"), &token).dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    assert_eq!(reply.headers().get_one("front-token"), Some("remove"));
    assert_eq!(reply.headers().get("Set-Cookie").count(), 2);
    assert_eq!(
        reply.into_string().await.as_deref(),
        Some(r#"{"message":"unauthorised"}"#)
    );
}

#[get("/plain")]
fn plain() -> &'static str {
    "untouched"
}

#[rocket::async_test]
async fn other_responses_are_left_alone() {
    let (_core, client) = start(routes![plain]).await;
    let reply = with_session(client.get("/plain"), "whatever")
        .dispatch()
        .await;
    for name in ["Set-Cookie", "front-token", "Access-Control-Expose-Headers"] {
        assert_eq!(reply.headers().get_one(name), None);
    }
    assert_eq!(reply.into_string().await.as_deref(), Some("untouched"));
}

//! Statuses of the application's own that look like refusals: the front end takes every 401 for ours.

use rocket::http::{ContentType, Status};
use rocket::{Request, catch, catchers, get, post, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::{Error, Session, verify_session};
use serde_json::json;

use crate::fixture::{Fixture, expect};
use crate::lifetime::LONGER;
use crate::log;
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("own_401")
        .both("behind_a_session", behind_a_session)
        .both("on_an_open_route", on_an_open_route)
        .both("own_403", own_403)
        .both("pages_of_catchers", pages_of_catchers)
}

#[verify_session]
#[post("/old-password")]
fn old_password(_session: Session) -> (Status, &'static str) {
    (Status::Unauthorized, "the old password is wrong")
}

#[get("/open")]
fn open() -> (Status, &'static str) {
    (Status::Unauthorized, "a key is needed")
}

#[verify_session]
#[get("/not-yours")]
fn not_yours(_session: Session) -> (Status, &'static str) {
    (Status::Forbidden, "this is somebody else's")
}

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin(_session: Session) {}

async fn fixture(mode: Mode) -> Fixture {
    let routes = routes![old_password, open, not_yours, admin];
    Fixture::of(mode).routes(routes).start().await
}

/// The front end refreshes and tries again, and gives up after ten times. Nothing can be done about it from here but
/// to tell the developer.
async fn behind_a_session(mode: Mode) {
    let fixture = fixture(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    let call = "return call('POST', '/old-password');";
    let thrown = fixture
        .browser
        .attempt(call)
        .await
        .expect_err("it gives up");
    assert!(thrown.contains("Attempted to refresh the session and retry the request with the updated session tokens 10 times"), "{thrown}");
    let statuses = fixture.api.requests_to("/old-password");
    let statuses: Vec<u16> = statuses.iter().map(|sent| sent.status).collect();
    assert_eq!(statuses, [401; 11]);
    let refreshes = fixture.api.requests_to("/auth/session/refresh");
    let refreshes: Vec<u16> = refreshes.iter().map(|sent| sent.status).collect();
    assert_eq!(refreshes, [200; 10]);
    let warning = " WARN the application responded with 401 Unauthorized although the session is valid: it should \
                   respond with 403 route=\"old_password\"";
    assert_eq!(log::lines(), [warning; 11]);

    assert!(page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 200);
    let once = ["ACCESS_TOKEN_PAYLOAD_UPDATED", "REFRESH_SESSION"];
    let events = ["SESSION_CREATED"].into_iter().chain([once; 10].concat());
    let events: Vec<_> = events.collect();
    assert_eq!(page.events().await, events);
}

/// Without a session it is a response like any other; with one, the front end cannot know.
async fn on_an_open_route(mode: Mode) {
    let fixture = Fixture::of(mode)
        .routes(routes![open])
        .options("{ maxRetryAttemptsForSessionRefresh: 2 }")
        .start()
        .await;
    let page = fixture.page();
    let reply = page.call("GET", "/open").await;
    assert_eq!(expect(&reply, 401), "a key is needed");
    assert_eq!(page.events().await, ["UNAUTHORISED"]);
    let asked = fixture.api.requests_to("/open").len();
    assert_eq!((asked, fixture.api.refreshes()), (1, 1));

    page.log_in("alice").await;
    fixture.api.take_requests();
    let call = fixture.browser.attempt("return call('GET', '/open');");
    let thrown = call.await.expect_err("it gives up");
    assert!(thrown.contains("2 times"), "{thrown}");
    let asked = fixture.api.requests_to("/open").len();
    assert_eq!((asked, fixture.api.refreshes()), (3, 2));
    assert!(page.session_exists().await);
    assert_eq!(log::lines(), [""; 0], "no session was looked at");
}

async fn own_403(mode: Mode) {
    let fixture = fixture(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    let reply = page.call("GET", "/not-yours").await;
    assert_eq!(expect(&reply, 403), "this is somebody else's");
    assert_eq!(fixture.api.requests_to("/not-yours").len(), 1);
    assert_eq!(fixture.api.refreshes(), 0);
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
    assert!(page.session_exists().await);
}

#[catch(401)]
fn please_log_in(request: &Request<'_>) -> (ContentType, String) {
    let page = match Error::of(request) {
        Some(Error::TryRefreshToken { .. }) => "<p>Please refresh.</p>",
        _ => "<p>Please log in.</p>",
    };
    (ContentType::HTML, page.to_owned())
}

#[catch(403)]
fn not_allowed() -> (ContentType, &'static str) {
    (ContentType::HTML, "<p>You may not.</p>")
}

/// With pages in the place of the bodies sessions live as before, since the front end goes by the status. What it
/// cannot read is which claim failed.
async fn pages_of_catchers(mode: Mode) {
    let fixture = Fixture::of(mode)
        .access_tokens_live(LONGER)
        .settings(|settings| settings.error_responses(ErrorResponses::Catchers))
        .rocket(|rocket| rocket.register("/", catchers![please_log_in, not_allowed]))
        .routes(routes![admin])
        .start()
        .await;
    let page = fixture.page();
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 401), "<p>Please log in.</p>");
    assert_eq!(page.events().await, ["UNAUTHORISED"]);

    page.log_in("alice").await;
    fixture.api.take_requests();
    let reply = page.call("GET", "/admin").await;
    assert_eq!(expect(&reply, 403), "<p>You may not.</p>");
    // The roles were looked up, and so the token is a new one. `API_INVALID_CLAIM` is missing.
    let events = [
        "UNAUTHORISED",
        "SESSION_CREATED",
        "ACCESS_TOKEN_PAYLOAD_UPDATED",
    ];
    assert_eq!(page.events().await, events);
    assert_eq!(fixture.api.refreshes(), 0);

    fixture.expire().await;
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(*expect(&reply, 200), json!({ "user_id": "alice" }));
    assert_eq!(fixture.api.refreshes(), 1);
    assert_eq!(page.sign_out().await, json!(null));
    assert!(!page.session_exists().await);
    assert_eq!(
        page.events().await.last().map(String::as_str),
        Some("SIGN_OUT")
    );
}

//! Tokens expire, and the user notices nothing; the session ends, and the front end says so once.

use std::sync::Mutex;

use rocket::serde::json::{Json, Value, json};
use rocket::{State, get, post, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{Cdi, Core};

use crate::fixture::{Fixture, expect};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::page::REFRESHED;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("expiry")
        .both("ten_calls_at_once", ten_calls_at_once)
        .both("fetch_and_xhr_mixed", fetch_and_xhr_mixed)
        .both("a_body_is_sent_again", a_body_is_sent_again)
        .both("the_front_end_asks_itself", the_front_end_asks_itself)
        .both("the_session_is_over", the_session_is_over)
}

/// Alice has logged in, and her access token has expired.
async fn expired(mode: Mode) -> Fixture {
    let fixture = Fixture::of(mode)
        .access_tokens_live(SHORT)
        .routes(routes![note, written])
        .rocket(|rocket| rocket.manage(Notes::default()))
        .start()
        .await;
    fixture.log_in("alice").await;
    fixture.expire().await;
    fixture
}

/// How often the core was asked for new tokens since this was last asked.
fn refreshes_at(core: &Core) -> usize {
    let calls = core.take_calls();
    calls
        .iter()
        .filter(|path| path.ends_with("/recipe/session/refresh"))
        .count()
}

async fn ten_calls_at_once(mode: Mode) {
    let fixture = expired(mode).await;
    let ten =
        "return Promise.all(Array.from({ length: 10 }, () => call('POST', '/like-comment')));";
    assert_ten_are_alices(&fixture.browser.run(ten).await);
    assert_eq!(fixture.page().take_events().await, REFRESHED);
    assert_refreshed_once(&fixture, "/like-comment", 10);
    assert!(fixture.page().session_exists().await);
}

/// The SDK intercepts both, by code of its own for each.
async fn fetch_and_xhr_mixed(mode: Mode) {
    let fixture = expired(mode).await;
    let mixed = "const calls = [];
        for (let i = 0; i < 5; i++) calls.push(callXhr('POST', '/like-comment'), call('POST', '/like-comment'));
        return Promise.all(calls);";
    assert_ten_are_alices(&fixture.browser.run(mixed).await);
    assert_eq!(fixture.page().take_events().await, REFRESHED);
    assert_refreshed_once(&fixture, "/like-comment", 10);
}

fn assert_ten_are_alices(replies: &Value) {
    let replies = replies.as_array().expect("a list");
    assert_eq!(replies.len(), 10);
    for reply in replies {
        assert_eq!(expect(reply, 200)["user_id"], "alice");
    }
}

/// Calls that met the expired token were refused and sent again. Which did not depends on when the browser had a
/// connection for them.
fn assert_refreshed_once(fixture: &Fixture, path: &str, calls: usize) {
    assert_eq!(refreshes_at(&fixture.core), 1);
    let requests = fixture.api.take_requests();
    let count = |wanted: &str| requests.iter().filter(|request| *request == wanted).count();
    assert_eq!(count("POST /auth/session/refresh 200"), 1, "{requests:?}");
    assert_eq!(count(&format!("POST {path} 200")), calls, "{requests:?}");
    let refused = count(&format!("POST {path} 401"));
    assert!((1..=calls).contains(&refused), "{requests:?}");
    assert_eq!(requests.len(), 1 + calls + refused, "{requests:?}");
}

/// What was written.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

#[verify_session]
#[post("/note", data = "<text>")]
fn note(text: Json<String>, notes: &State<Notes>, session: Session) -> Json<String> {
    let note = format!("{}: {}", session.user_id(), *text);
    notes.0.lock().expect("no panic").push(note.clone());
    Json(note)
}

#[get("/notes")]
fn written(notes: &State<Notes>) -> Json<Vec<String>> {
    Json(notes.0.lock().expect("no panic").clone())
}

/// By `fetch`, by `fetch` of a `Request`, whose body can be read once, and by `XMLHttpRequest`.
async fn a_body_is_sent_again(mode: Mode) {
    let fixture = expired(mode).await;
    let calls = "const request = (text) => new Request(new URL('/note', api), {
            method: 'POST', body: JSON.stringify(text), headers: { 'content-type': 'application/json' },
        });
        return Promise.all([
            call('POST', '/note', { body: 'Grüße 🚀' }),
            fetch(request('of a request')).then(read),
            callXhr('POST', '/note', { body: 'of an XHR' }),
        ]);";
    let replies = fixture.browser.run(calls).await;
    let expected = json!(["alice: Grüße 🚀", "alice: of a request", "alice: of an XHR"]);
    let replies = replies.as_array().expect("a list").iter();
    let replies: Vec<&Value> = replies.map(|reply| expect(reply, 200)).collect();
    assert_eq!(json!(replies), expected);
    assert_refreshed_once(&fixture, "/note", 3);
    // Each was written once.
    let notes = fixture.page().call("GET", "/notes").await;
    let mut notes: Vec<String> = serde_json::from_value(notes["body"].clone()).expect("texts");
    notes.sort();
    assert_eq!(json!(notes), expected);
}

/// The front end knows when the token ends. It need not be told by a call.
async fn the_front_end_asks_itself(mode: Mode) {
    let fixture = expired(mode).await;
    let page = fixture.page();
    assert_eq!(page.payload().await["sub"], "alice");
    assert_eq!(
        fixture.api.take_requests(),
        ["POST /auth/session/refresh 200"]
    );
    assert_eq!(page.take_events().await, REFRESHED);
    assert_eq!(page.payload().await["sub"], "alice");
    assert!(page.session_exists().await);
    assert_eq!(fixture.api.take_requests(), [""; 0]);
}

async fn the_session_is_over(mode: Mode) {
    // Minutes; the refresh token outlives the access token.
    let core = Core::start_dev_core(Cdi::V5_6, |core| {
        core.access_token_validity(1)
            .refresh_token_validity(2.0 / 60.0)
    })
    .await;
    let fixture = Fixture::of(mode).core(core).start().await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    tokio::time::sleep(SHORT).await;

    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(
        fixture.api.take_requests(),
        ["POST /like-comment 401", "POST /auth/session/refresh 401"]
    );
    // A browser does not send a cookie whose time is over.
    let asked = usize::from(mode == Mode::Header);
    assert_eq!(refreshes_at(&fixture.core), asked);
    assert_eq!(page.take_events().await, ["UNAUTHORISED"]);
    let told = fixture
        .browser
        .run("return told.at(-1).sessionExpiredOrRevoked;")
        .await;
    assert_eq!(told, true);
    assert_eq!(fixture.browser.token_cookies().await, [""; 0]);
    assert!(!page.session_exists().await);
    assert_eq!(fixture.api.take_requests(), [""; 0]);

    // No session is known of: nothing is tried.
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(fixture.api.take_requests(), ["POST /like-comment 401"]);
    assert_eq!(page.take_events().await, ["UNAUTHORISED"]);
    let told = fixture
        .browser
        .run("return told.at(-1).sessionExpiredOrRevoked;")
        .await;
    assert_eq!(told, false);
}

//! A call that was accepted, and responds when the tokens are others already.

use std::sync::Arc;

use rocket::serde::json::json;
use rocket::{State, post, routes};
use rocket_supertokens::{Error, Session, verify_session};
use tokio::sync::Notify;

use crate::fixture::{Fixture, Setup, expect};
use crate::lifetime::LONGER;
use crate::mode::Mode;
use crate::page::REFRESHED;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("under_way")
        .both("its_token_expires", its_token_expires)
        .both(
            "its_payload_changes_after_that",
            its_payload_changes_after_that,
        )
        .both(
            "its_payload_changes_after_a_refresh",
            its_payload_changes_after_a_refresh,
        )
}

/// Handlers wait in here.
#[derive(Default)]
struct Gate {
    entered: Notify,
    open: Notify,
}

impl Gate {
    async fn pass(&self) {
        self.entered.notify_one();
        self.open.notified().await;
    }
}

#[verify_session]
#[post("/wait")]
async fn wait(gate: &State<Arc<Gate>>) {
    gate.pass().await;
}

#[verify_session]
#[post("/wait-and-change")]
async fn wait_and_change(gate: &State<Arc<Gate>>, session: Session) -> Result<(), Error> {
    gate.pass().await;
    session
        .merge_into_access_token_payload(json!({ "plan": "pro" }))
        .await
}

/// Alice's call of this path has reached its handler, which waits.
async fn under_way(setup: Setup, path: &str) -> (Fixture, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let managed = Arc::clone(&gate);
    let setup = setup.routes(routes![wait, wait_and_change]);
    let fixture = setup.rocket(|rocket| rocket.manage(managed)).start().await;
    fixture.log_in("alice").await;
    let begin = format!("window.waiting = call('POST', '{path}');");
    fixture.browser.run(&begin).await;
    gate.entered.notified().await;
    (fixture, gate)
}

async fn its_token_expires(mode: Mode) {
    let setup = Fixture::of(mode).access_tokens_live(LONGER);
    let (fixture, gate) = under_way(setup, "/wait").await;
    refresh_meanwhile(&fixture, &gate, "/wait").await;
}

/// No token can be made for the old one any more. What was stored reaches the page with its next refresh.
async fn its_payload_changes_after_that(mode: Mode) {
    let setup = Fixture::of(mode).access_tokens_live(LONGER);
    let (fixture, gate) = under_way(setup, "/wait-and-change").await;
    refresh_meanwhile(&fixture, &gate, "/wait-and-change").await;
    let page = fixture.page();
    assert_eq!(page.payload().await["plan"], json!(null));
    refresh(&fixture).await;
    assert_eq!(page.payload().await["plan"], "pro");
    expect(&page.call("POST", "/like-comment").await, 200);
}

/// The token expires, another call is refreshed, and only then the one that waits responds.
async fn refresh_meanwhile(fixture: &Fixture, gate: &Gate, waiting: &str) {
    let page = fixture.page();
    fixture.expire().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    end(fixture, gate).await;
    expect(&page.call("POST", "/like-comment").await, 200);
    let waiting = format!("POST {waiting} 200");
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /like-comment 401",
            "POST /auth/session/refresh 200",
            "POST /like-comment 200",
            &waiting,
            "POST /like-comment 200",
        ]
    );
    assert_eq!(page.take_events().await, REFRESHED);
}

/// The new token is made for the older of two that are good. The session goes on with it, and refreshes as before.
async fn its_payload_changes_after_a_refresh(mode: Mode) {
    let (fixture, gate) = under_way(Fixture::of(mode), "/wait-and-change").await;
    let page = fixture.page();
    refresh(&fixture).await;
    end(&fixture, &gate).await;
    assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    assert_eq!(page.payload().await["plan"], "pro");
    expect(&page.call("POST", "/like-comment").await, 200);
    refresh(&fixture).await;
    assert_eq!(page.payload().await["plan"], "pro");
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /auth/session/refresh 200",
            "POST /wait-and-change 200",
            "POST /like-comment 200",
            "POST /auth/session/refresh 200",
            "POST /like-comment 200",
        ]
    );
}

async fn end(fixture: &Fixture, gate: &Gate) {
    gate.open.notify_one();
    let reply = fixture.browser.run("return waiting;").await;
    expect(&reply, 200);
}

async fn refresh(fixture: &Fixture) {
    assert!(fixture.page().refresh().await);
    assert_eq!(fixture.page().take_events().await, REFRESHED);
}

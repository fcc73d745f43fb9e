//! A call that was accepted, and responds when the tokens are others already.

use std::sync::Arc;

use rocket::serde::json::json;
use rocket::{State, post, routes};
use rocket_supertokens::{Error, Session, verify_session};
use tokio::sync::Notify;

use crate::fixture::{Fixture, expect};
use crate::lifetime::LONGER;
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("under_way")
        .both("its_token_expires", its_token_expires)
        .both("its_payload_changes_after_that", its_payload_changes_after_that)
        .both("its_payload_changes_after_a_refresh", its_payload_changes_after_a_refresh)
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
async fn under_way(mode: Mode, path: &str) -> (Fixture, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let managed = Arc::clone(&gate);
    let fixture = Fixture::of(mode)
        .access_tokens_live(LONGER)
        .routes(routes![wait, wait_and_change])
        .rocket(|rocket| rocket.manage(managed))
        .start()
        .await;
    fixture.page().log_in("alice").await;
    let begin = format!("window.waiting = call('POST', '{path}');");
    fixture.browser.run(&begin).await;
    gate.entered.notified().await;
    fixture.page().take_events().await;
    fixture.api.take_requests();
    (fixture, gate)
}

async fn end(fixture: &Fixture, gate: &Gate) {
    gate.open.notify_one();
    let reply = fixture.browser.run("return waiting;").await;
    expect(&reply, 200);
}

const REFRESHED: [&str; 2] = ["ACCESS_TOKEN_PAYLOAD_UPDATED", "REFRESH_SESSION"];

async fn its_token_expires(mode: Mode) {
    let (fixture, gate) = under_way(mode, "/wait").await;
    let page = fixture.page();
    fixture.expire().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    end(&fixture, &gate).await;
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /like-comment 401",
            "POST /auth/session/refresh 200",
            "POST /like-comment 200",
            "POST /wait 200",
            "POST /like-comment 200",
        ]
    );
    assert_eq!(page.take_events().await, REFRESHED);
}

/// No token can be made for the old one any more. What was stored reaches the page with the next refresh.
async fn its_payload_changes_after_that(mode: Mode) {
    let (fixture, gate) = under_way(mode, "/wait-and-change").await;
    let page = fixture.page();
    fixture.expire().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    end(&fixture, &gate).await;
    eprintln!("B {:?} {:?}", page.take_events().await, page.payload().await);
    expect(&page.call("POST", "/like-comment").await, 200);
    eprintln!("B {:?}", fixture.api.take_requests());
    let refreshed = fixture.browser.run("return session.attemptRefreshingSession();");
    assert_eq!(refreshed.await, true);
    eprintln!("B {:?} {:?}", page.take_events().await, page.payload().await);
}

async fn its_payload_changes_after_a_refresh(mode: Mode) {
    let (fixture, gate) = under_way(mode, "/wait-and-change").await;
    let page = fixture.page();
    let refreshed = fixture.browser.run("return session.attemptRefreshingSession();");
    assert_eq!(refreshed.await, true);
    eprintln!("C {:?} {:?}", page.take_events().await, page.payload().await);
    end(&fixture, &gate).await;
    eprintln!("C {:?} {:?}", page.take_events().await, page.payload().await);
    expect(&page.call("POST", "/like-comment").await, 200);
    let refreshed = fixture.browser.run("return session.attemptRefreshingSession();");
    assert_eq!(refreshed.await, true);
    eprintln!("C {:?} {:?}", page.take_events().await, page.payload().await);
    expect(&page.call("POST", "/like-comment").await, 200);
    eprintln!("C {:?}", fixture.api.take_requests());
}

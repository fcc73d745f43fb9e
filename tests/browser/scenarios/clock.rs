//! Clocks that are wrong by an hour: sessions live as long as they should, and nobody refreshes without a reason.

use std::time::Duration;

use rocket_supertokens_tests::{Cdi, Core};
use serde_json::json;

use crate::fixture::{Fixture, expect};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::page::Page;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("clock")
        .both("the_browser_is_ahead", |mode| a_new_token(mode, 1))
        .both("the_browser_is_behind", |mode| a_new_token(mode, -1))
        .both("expired_and_the_browser_is_ahead", |mode| {
            an_expired_token(mode, 1)
        })
        .both("expired_and_the_browser_is_behind", |mode| {
            an_expired_token(mode, -1)
        })
        .both("the_core_is_ahead", the_core_is_ahead)
}

/// Opens the page once more with another clock.
async fn open_with_wrong_clock(fixture: &Fixture, hours: i32) -> Page<'_> {
    let script = format!(
        "{{
            const Right = Date;
            const now = () => Right.now() + {hours} * 60 * 60 * 1000;
            globalThis.Date = class extends Right {{
                constructor(...given) {{
                    super(...(given.length === 0 ? [now()] : given));
                }}
                static now() {{
                    return now();
                }}
            }};
        }}"
    );
    let command = "Page.addScriptToEvaluateOnNewDocument";
    fixture
        .browser
        .cdp(command, json!({ "source": script }))
        .await;
    fixture.open_page("{}").await
}

async fn a_new_token(mode: Mode, hours: i32) {
    let fixture = Fixture::start(mode).await;
    let right = fixture.browser.run("return Date.now();").await;
    let page = open_with_wrong_clock(&fixture, hours).await;
    let wrong = fixture.browser.run("return new Date().getTime();").await;
    let ms = |time: &serde_json::Value| time.as_i64().expect("milliseconds");
    let hour = 60 * 60 * 1000;
    let apart = (ms(&wrong) - ms(&right)) / (hour / 60);
    assert!([60, 59, -60, -59].contains(&apart), "{apart} minutes");

    page.log_in("alice").await;
    fixture.api.take_requests();
    assert!(page.session_exists().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(page.payload().await["sub"], "alice");
    assert_eq!(fixture.api.refreshes(), 0);

    // What the front end has learnt of the clocks outlives the page.
    let page = fixture.open_page("{}").await;
    assert!(page.session_exists().await);
    assert_eq!(fixture.api.refreshes(), 0);
}

async fn an_expired_token(mode: Mode, hours: i32) {
    let fixture = Fixture::of(mode).access_tokens_live(SHORT).start().await;
    open_with_wrong_clock(&fixture, hours)
        .await
        .log_in("alice")
        .await;
    let page = fixture.open_page("{}").await;
    fixture.expire().await;
    fixture.forget().await;
    // Until the front end believes it: what it knows of the clocks is rounded.
    page.until_expired().await;
    // It is the front end that notices, by its clock, before it calls anything.
    assert!(page.session_exists().await);
    assert_eq!(fixture.api.refreshes(), 1);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert!(page.session_exists().await);
    assert_eq!(fixture.api.refreshes(), 1);
    assert_eq!(
        page.events().await,
        ["ACCESS_TOKEN_PAYLOAD_UPDATED", "REFRESH_SESSION"]
    );
}

/// Tokens come from the future, then. The API takes them, and they live longer by as much.
async fn the_core_is_ahead(mode: Mode) {
    let core = Core::start_dev_core(Cdi::V5_6, |core| core).await;
    assert!(core.advance(Duration::from_secs(60 * 60)));
    let fixture = Fixture::of(mode).core(core).start().await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    assert!(page.session_exists().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(fixture.api.refreshes(), 0);
    assert!(page.refresh().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(fixture.api.refreshes(), 1);
}

//! The core is away or ill: what needs no core goes on, nobody is logged out, and all is well by itself afterwards.

use std::time::Duration;

use rocket_supertokens_tests::{Behaviour, eventually};
use serde_json::{Value, json};

use crate::fixture::{Fixture, expect};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::page::{Page, REFRESHED};
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("outage")
        .both("what_needs_no_core_goes_on", what_needs_no_core_goes_on)
        .both("nobody_is_logged_out", nobody_is_logged_out)
        .both("whatever_the_core_says", whatever_the_core_says)
        .both("the_core_hangs", the_core_hangs)
        .both("the_page_is_reloaded", the_page_is_reloaded)
        .both("the_user_signs_out", the_user_signs_out)
        .both("the_api_is_restarted", the_api_is_restarted)
        .both("a_late_core_is_asked_once", a_late_core_is_asked_once)
}

const REFRESH: &str = "/recipe/session/refresh";

#[track_caller]
fn assert_unavailable(reply: &Value) {
    let body = expect(reply, 503);
    assert_eq!(*body, json!({ "message": "service unavailable" }));
}

/// The front end still has what it needs: its own notes and, in header mode, the tokens.
async fn assert_kept(fixture: &Fixture) {
    let names = "return document.cookie.split('; ').map((pair) => pair.split('=')[0]).sort();";
    let names = fixture.browser.run(names).await;
    let expected = match fixture.mode {
        Mode::Cookie => json!(["sFrontToken", "st-last-access-token-update"]),
        Mode::Header => json!([
            "sFrontToken",
            "st-access-token",
            "st-last-access-token-update",
            "st-refresh-token"
        ]),
    };
    assert_eq!(names, expected);
}

async fn assert_served(page: Page<'_>) {
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
}

async fn what_needs_no_core_goes_on(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert_served(page).await;

    fixture.core.behave(Behaviour::Breaks);
    fixture.core.take_calls();
    fixture.api.take_requests();
    assert_served(page).await;
    let reply = page.call("GET", "/comments").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(fixture.core.take_calls(), [""; 0], "nobody asks the core");
    assert_unavailable(&page.call("GET", "/sensitive").await);
    assert_eq!(fixture.api.refreshes(), 0);
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
}

async fn nobody_is_logged_out(mode: Mode) {
    let fixture = Fixture::of(mode).access_tokens_live(SHORT).start().await;
    let page = fixture.page();
    page.log_in("alice").await;
    // The API has the keys from here on.
    assert_served(page).await;
    fixture.expire().await;
    fixture.core.behave(Behaviour::Breaks);
    fixture.forget().await;
    for (refreshes, (method, path)) in [("POST", "/like-comment"), ("GET", "/comments")]
        .into_iter()
        .enumerate()
    {
        // The response to the refresh.
        assert_unavailable(&page.call(method, path).await);
        assert_eq!(fixture.api.refreshes(), refreshes + 1);
    }
    // As long as the front end cannot know, it says no, and forgets nothing.
    assert!(!page.session_exists().await);
    assert_kept(&fixture).await;
    assert_eq!(page.events().await, [""; 0]);

    fixture.core.behave(Behaviour::Works);
    fixture.api.take_requests();
    assert_served(page).await;
    assert_eq!(fixture.api.refreshes(), 1);
    assert!(page.session_exists().await);
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(page.events().await, REFRESHED);
}

async fn whatever_the_core_says(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert_served(page).await;
    for (behaviour, status) in [
        (Behaviour::Breaks, 503),
        (Behaviour::Refuses(500), 500),
        (Behaviour::Refuses(502), 503),
        (Behaviour::Refuses(429), 503),
        (Behaviour::Refuses(404), 500),
        (Behaviour::Refuses(401), 500),
        (Behaviour::Says("<html>It works!</html>"), 500),
        (Behaviour::Says("{}"), 500),
        (Behaviour::Says(r#"{"status":"SOMETHING_NEW"}"#), 500),
    ] {
        fixture.core.behave(behaviour);
        let reply = page.try_refresh().await;
        assert_eq!(reply["status"], status, "{behaviour:?}: {reply}");
        let reply = page.call("GET", "/sensitive").await;
        assert_eq!(reply["status"], status, "{behaviour:?}: {reply}");
        assert_served(page).await;
        assert!(page.session_exists().await, "{behaviour:?}");
        assert_kept(&fixture).await;
    }
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
    fixture.core.behave(Behaviour::Works);
    assert!(page.refresh().await);
    assert_served(page).await;
}

async fn the_core_hangs(mode: Mode) {
    let settings = |settings: rocket_supertokens::Builder| {
        settings.request_timeout(Duration::from_millis(1500))
    };
    let fixture = Fixture::of(mode).settings(settings).start().await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.core.behave(Behaviour::Hangs);
    assert_unavailable(&page.try_refresh().await);
    assert!(page.session_exists().await);
    assert_kept(&fixture).await;
    fixture.core.behave(Behaviour::Works);
    assert!(page.refresh().await);
    assert_served(page).await;
}

async fn the_page_is_reloaded(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert_served(page).await;
    fixture.core.behave(Behaviour::Breaks);
    let page = fixture.open_page("{}").await;
    assert!(page.session_exists().await);
    assert_served(page).await;
    assert_unavailable(&page.try_refresh().await);
    let page = fixture.open_page("{}").await;
    assert!(page.session_exists().await);
    fixture.core.behave(Behaviour::Works);
    assert!(page.refresh().await);
    assert_served(page).await;
    assert_eq!(
        page.events().await,
        ["ACCESS_TOKEN_PAYLOAD_UPDATED", "REFRESH_SESSION"]
    );
}

async fn the_user_signs_out(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert_served(page).await;
    // A sign-out that ended nothing must not look like one that did.
    fixture.core.behave(Behaviour::Breaks);
    assert_unavailable(&page.sign_out().await);
    assert!(page.session_exists().await);
    assert_served(page).await;
    assert_eq!(page.events().await, ["SESSION_CREATED"]);

    fixture.core.behave(Behaviour::Works);
    assert_eq!(page.sign_out().await, Value::Null);
    assert!(!page.session_exists().await);
    assert_eq!(page.events().await, ["SESSION_CREATED", "SIGN_OUT"]);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 401)["message"], "unauthorised");
}

async fn the_api_is_restarted(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    fixture.page().log_in("alice").await;
    assert_served(fixture.page()).await;
    let keys = |calls: Vec<String>| {
        calls
            .iter()
            .filter(|path| path.ends_with("jwks.json"))
            .count()
    };
    fixture.core.take_calls();
    let fixture = fixture
        .restart_api(async |fixture| {
            let call = "return call('POST', '/like-comment');";
            let failed = fixture.browser.attempt(call).await;
            let failed = failed.expect_err("nobody listens");
            assert!(failed.contains("Failed to fetch"), "{failed}");
            assert!(fixture.page().session_exists().await);
            // Nor is the core there when the API comes back: it has no keys.
            fixture.core.behave(Behaviour::Breaks);
        })
        .await;
    let page = fixture.page();
    assert_unavailable(&page.call("POST", "/like-comment").await);
    assert_unavailable(&page.call("GET", "/comments").await);
    assert!(page.session_exists().await);

    fixture.core.behave(Behaviour::Works);
    fixture.core.take_calls();
    let call = "call('POST', '/like-comment').then(({ status }) => status === 200)";
    fixture.browser.until(call).await;
    assert_served(page).await;
    assert_eq!(keys(fixture.core.take_calls()), 1);
    assert_eq!(fixture.api.refreshes(), 0);
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
}

async fn a_late_core_is_asked_once(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.lose_access_token().await;

    fixture.core.take_calls();
    fixture.api.take_requests();
    fixture.core.behave_at(REFRESH, Behaviour::Holds);
    let ten = "const calls = Array.from({ length: 10 }, () => call('POST', '/like-comment'));
        window.replies = Promise.all(calls);";
    fixture.browser.run(ten).await;
    let mut asked = Vec::new();
    eventually(|| {
        asked.extend(fixture.core.take_calls());
        let refreshes = asked.iter().any(|path| path == REFRESH);
        async move { refreshes }
    })
    .await;
    fixture.core.behave_at(REFRESH, Behaviour::Works);
    let replies = fixture.browser.run("return window.replies;").await;
    let replies = replies.as_array().expect("a list");
    assert_eq!(replies.len(), 10);
    for reply in replies {
        assert_eq!(expect(reply, 200)["user_id"], "alice");
    }
    asked.extend(fixture.core.take_calls());
    assert_eq!(asked.iter().filter(|path| *path == REFRESH).count(), 1);
    assert_eq!(fixture.api.refreshes(), 1);
    assert_eq!(
        page.events().await,
        [
            "SESSION_CREATED",
            "ACCESS_TOKEN_PAYLOAD_UPDATED",
            "REFRESH_SESSION"
        ]
    );
}

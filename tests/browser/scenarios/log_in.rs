//! A session from its beginning on: who has it, and which calls carry its tokens.

use rocket_supertokens_tests::App;

use crate::api::Api;
use crate::browser::{Browser, Profile};
use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("log_in")
        .both("protected_call", protected_call)
        .both("as_another_user", as_another_user)
        .both("seen_by_every_page", seen_by_every_page)
        .both(
            "kept_when_the_browser_is_closed",
            kept_when_the_browser_is_closed,
        )
        .both("any_way_to_call", any_way_to_call)
        .both("a_foreign_site_gets_nothing", a_foreign_site_gets_nothing)
}

async fn protected_call(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    assert!(!page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 401);
    let reply = page.call("GET", "/comments").await;
    assert!(expect(&reply, 200)["user_id"].is_null(), "{reply}");

    let refreshes = fixture.api.refreshes();

    page.log_in("alice").await;
    assert!(page.session_exists().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    let reply = page.call("GET", "/comments").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(page.events().await, ["UNAUTHORISED", "SESSION_CREATED"]);

    let reply = page.call("GET", "/me").await;
    let me = expect(&reply, 200);
    assert_eq!(me["user_id"], page.user_id().await);
    assert_eq!(me["access_token_payload"], page.payload().await);

    assert_eq!(fixture.browser.token_cookies().await, token_cookies(mode));
    let liked = fixture.api.requests_to("/like-comment");
    let sent = liked.last().expect("it arrived");
    let bearer = sent.request_header("authorization").is_some();
    assert_eq!(bearer, mode == Mode::Header);
    assert_eq!(fixture.api.refreshes(), refreshes);
}

/// In header mode the page keeps the tokens, in cookies of its own.
fn token_cookies(mode: Mode) -> [&'static str; 3] {
    match mode {
        Mode::Cookie => ["sAccessToken", "sFrontToken", "sRefreshToken"],
        Mode::Header => ["sFrontToken", "st-access-token", "st-refresh-token"],
    }
}

/// Nothing is left of the first user. For the front end it is the same session with another payload.
async fn as_another_user(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let of_alice = fixture.browser.cookie_values().await;
    page.log_in("bob").await;
    assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    assert_eq!(page.user_id().await, "bob");
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 200)["user_id"], "bob");
    let of_bob = fixture.browser.cookie_values().await;
    assert_eq!(fixture.browser.token_cookies().await, token_cookies(mode));
    for name in token_cookies(mode) {
        assert_ne!(of_alice[name], of_bob[name], "{name}");
    }
    assert!(page.refresh().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "bob");
}

async fn seen_by_every_page(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    fixture.log_in("alice").await;
    // Loaded again, in another tab, and when the first tab is closed.
    fixture.open_page("{}").await;
    assert_alice(&fixture).await;
    let first = fixture.browser.window().await;
    let second = fixture.browser.open_tab().await;
    fixture.open_page("{}").await;
    assert_alice(&fixture).await;
    fixture.browser.go_to(&first).await;
    fixture.browser.driver.close_window().await.expect("closed");
    fixture.browser.go_to(&second).await;
    fixture.open_page("{}").await;
    assert_alice(&fixture).await;
    assert_eq!(fixture.api.refreshes(), 0);
}

/// The cookies have a date until which they are kept.
async fn kept_when_the_browser_is_closed(mode: Mode) {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = Profile {
        folder: Some(folder.path().to_owned()),
        ..Profile::default()
    };
    let mut fixture = Fixture::of(mode).profile(profile.clone()).start().await;
    fixture.log_in("alice").await;
    fixture.browser.close().await;
    fixture.browser = Browser::open(profile).await;
    fixture.open_page("{}").await;
    assert_alice(&fixture).await;
    assert!(fixture.page().refresh().await);
    assert_alice(&fixture).await;
}

async fn assert_alice(fixture: &Fixture) {
    let page = fixture.page();
    assert!(page.session_exists().await);
    assert_eq!(page.user_id().await, "alice");
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
}

/// From a page of the API's own origin, so that there are relative addresses.
async fn any_way_to_call(mode: Mode) {
    let fixture = Fixture::of(mode).one_origin().start().await;
    fixture.log_in("alice").await;
    let ways = [
        "fetch('/like-comment', { method: 'POST' })",
        "fetch('like-comment', { method: 'POST' })",
        "fetch(api + '/like-comment', { method: 'POST' })",
        "fetch(new URL('/like-comment', api), { method: 'POST' })",
        "fetch(new Request('/like-comment', { method: 'POST' }))",
        "fetch(new Request('/like-comment'), { method: 'POST' })",
    ];
    for way in ways {
        let reply = fixture
            .browser
            .run(&format!("return read(await {way});"))
            .await;
        assert_eq!(expect(&reply, 200)["user_id"], "alice", "{way}");
    }
    let reply = fixture
        .browser
        .run("return callXhr('POST', '/like-comment');")
        .await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    let expected = vec!["POST /like-comment 200"; ways.len() + 1];
    assert_eq!(fixture.api.take_requests(), expected);
}

async fn a_foreign_site_gets_nothing(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let settings = fixture.core.settings();
    let foreign = Api::launch(
        App::rocket(),
        settings,
        vec![],
        &[fixture.origin().to_owned()],
    )
    .await;
    fixture.log_in("alice").await;
    let address = format!("http://other.test:{}/comments", foreign.app.port());
    let calls = format!(
        "return [
            await fetch('{address}').then(read),
            await fetch('{address}', {{ credentials: 'include' }}).then(read),
            await callXhr('GET', '{address}'),
        ];"
    );
    let replies = fixture.browser.run(&calls).await;
    for reply in replies.as_array().expect("a list") {
        assert!(expect(reply, 200)["user_id"].is_null(), "{reply}");
    }
    let arrived = foreign.requests_to("/comments");
    assert_eq!(arrived.len(), 3);
    for request in arrived {
        for ours in [
            "authorization",
            "cookie",
            "rid",
            "st-auth-mode",
            "anti-csrf",
            "fdi-version",
        ] {
            assert_eq!(request.request_header(ours), None, "{ours}");
        }
    }
    assert_alice(&fixture).await;
    assert_eq!(fixture.api.take_requests(), ["POST /like-comment 200"]);
}

//! Signing out, here and in another tab.

use crate::fixture::{Fixture, expect};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::page::REFRESHED;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("sign_out")
        .both("by_the_front_end", by_the_front_end)
        .both("of_an_expired_token", of_an_expired_token)
        .both(
            "of_a_token_that_is_found_expired",
            of_a_token_that_is_found_expired,
        )
        .both("seen_in_another_tab", seen_in_another_tab)
        .both("by_a_handler", by_a_handler)
}

async fn by_the_front_end(mode: Mode) {
    let fixture = logged_in(mode).await;
    assert!(fixture.page().sign_out().await.is_null());
    assert_eq!(fixture.api.take_requests(), ["POST /auth/signout 200"]);
    assert_eq!(fixture.page().take_events().await, ["SIGN_OUT"]);
    assert_gone(&fixture).await;

    // There is nothing to sign out of. The front end says so all the same, and asks nobody.
    assert!(fixture.page().sign_out().await.is_null());
    assert_eq!(fixture.api.take_requests(), [""; 0]);
    assert_eq!(fixture.page().take_events().await, ["SIGN_OUT"]);
}

/// The front end sees that the token has expired, and refreshes first.
async fn of_an_expired_token(mode: Mode) {
    let fixture = expired(mode).await;
    assert!(fixture.page().sign_out().await.is_null());
    assert_eq!(
        fixture.api.take_requests(),
        ["POST /auth/session/refresh 200", "POST /auth/signout 200"]
    );
    let events = fixture.page().take_events().await;
    assert_eq!(events, [REFRESHED.as_slice(), &["SIGN_OUT"]].concat());
    assert_gone(&fixture).await;
}

/// The front end does not look before a call, this one included.
async fn of_a_token_that_is_found_expired(mode: Mode) {
    let fixture = expired(mode).await;
    let reply = fixture.page().call("POST", "/auth/signout").await;
    assert_eq!(expect(&reply, 200)["status"], "OK");
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /auth/signout 401",
            "POST /auth/session/refresh 200",
            "POST /auth/signout 200"
        ]
    );
    let events = fixture.page().take_events().await;
    assert_eq!(events, [REFRESHED.as_slice(), &["SIGN_OUT"]].concat());
    assert_gone(&fixture).await;
}

async fn seen_in_another_tab(mode: Mode) {
    let fixture = logged_in(mode).await;
    let first = fixture.browser.window().await;
    let second = fixture.browser.open_tab().await;
    let page = fixture.open_page("{}").await;
    assert!(page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 200);
    fixture.browser.go_to(&first).await;

    assert!(fixture.page().sign_out().await.is_null());
    assert_eq!(page.take_events().await, ["SIGN_OUT"]);
    fixture.browser.go_to(&second).await;
    assert_eq!(page.take_events().await, [""; 0]);
    fixture.api.take_requests();
    assert_gone(&fixture).await;
}

/// `session.revoke()`.
async fn by_a_handler(mode: Mode) {
    let fixture = logged_in(mode).await;
    let page = fixture.page();
    let reply = page.call("POST", "/revoke").await;
    assert_eq!(expect(&reply, 200)["revoked"], true);
    assert_eq!(fixture.api.take_requests(), ["POST /revoke 200"]);
    assert_eq!(page.take_events().await, ["SIGN_OUT"]);
    assert_gone(&fixture).await;
}

async fn logged_in(mode: Mode) -> Fixture {
    let fixture = Fixture::start(mode).await;
    fixture.log_in("alice").await;
    fixture
}

async fn expired(mode: Mode) -> Fixture {
    let fixture = Fixture::of(mode).access_tokens_live(SHORT).start().await;
    fixture.log_in("alice").await;
    fixture.expire().await;
    fixture
}

/// No token is left in the browser, the front end knows that, and a call is anonymous: nothing is refreshed.
async fn assert_gone(fixture: &Fixture) {
    let page = fixture.page();
    assert_eq!(fixture.browser.token_cookies().await, [""; 0]);
    assert!(!page.session_exists().await);
    let reply = page.call("GET", "/comments").await;
    assert!(expect(&reply, 200)["user_id"].is_null(), "{reply}");
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(page.take_events().await, ["UNAUTHORISED"]);
    let requests = fixture.api.take_requests();
    assert_eq!(requests, ["GET /comments 200", "POST /like-comment 401"]);
}

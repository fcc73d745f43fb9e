//! A session that somebody else ends: an administrator, or its user on another device.

use rocket_supertokens::overrides::NewSession;

use crate::fixture::{Fixture, expect, somebody};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("revoked")
        .both("by_its_handle", by_its_handle)
        .both("with_all_of_its_user", with_all_of_its_user)
        .both("found_at_the_next_refresh", found_at_the_next_refresh)
}

async fn by_its_handle(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    fixture.log_in(&somebody()).await;
    let handle = handle(&fixture).await;
    let revoked = fixture.api.app.super_tokens().revoke_session(&handle).await;
    assert!(revoked.expect("a response"));
    assert_out_at_once(&fixture).await;
}

async fn with_all_of_its_user(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    let user = somebody();
    fixture.log_in(&user).await;
    let super_tokens = fixture.api.app.super_tokens();
    let elsewhere = super_tokens.create_session(NewSession::new(&user)).await;
    let elsewhere = elsewhere.expect("a session").handle().to_owned();
    // Another session of the same user is of no concern.
    let revoked = super_tokens.revoke_session(&elsewhere).await;
    assert!(revoked.expect("a response"));
    expect(&page.call("GET", "/sensitive").await, 200);
    fixture.forget().await;

    let revoked = super_tokens.revoke_sessions_of_user(user.as_str()).await;
    assert_eq!(revoked.expect("a response"), [handle(&fixture).await]);
    assert_out_at_once(&fixture).await;
}

async fn found_at_the_next_refresh(mode: Mode) {
    let fixture = Fixture::of(mode).access_tokens_live(SHORT).start().await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let handle = handle(&fixture).await;
    // Whoever asks for the payload late is given that of a new token.
    fixture.forget().await;
    let revoked = fixture.api.app.super_tokens().revoke_session(&handle).await;
    assert!(revoked.expect("a response"));
    fixture.expire().await;
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(
        fixture.api.take_requests(),
        ["POST /like-comment 401", "POST /auth/session/refresh 401"]
    );
    assert_eq!(page.take_events().await, ["UNAUTHORISED"]);
    assert_logged_out(&fixture).await;
}

async fn handle(fixture: &Fixture) -> String {
    let payload = fixture.page().payload().await;
    payload["sessionHandle"]
        .as_str()
        .expect("a handle")
        .to_owned()
}

/// A route goes on unless it asks the core. One that does logs the user out, without a refresh: its 401 takes the tokens
/// away. The front end says so twice, once for the tokens and once for the 401.
async fn assert_out_at_once(fixture: &Fixture) {
    let page = fixture.page();
    // The first request asks for the keys.
    expect(&page.call("POST", "/like-comment").await, 200);
    fixture.forget().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(fixture.core.take_calls(), [""; 0]);
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 401)["message"], "unauthorised");
    assert_eq!(fixture.core.take_calls(), ["/recipe/session/verify"]);
    assert_eq!(
        fixture.api.take_requests(),
        ["POST /like-comment 200", "GET /sensitive 401"]
    );
    assert_eq!(page.take_events().await, ["UNAUTHORISED", "UNAUTHORISED"]);
    let told = "return told.slice(-2).map((event) => event.sessionExpiredOrRevoked);";
    let told = fixture.browser.run(told).await;
    assert_eq!(told, rocket::serde::json::json!([true, false]));
    assert_logged_out(fixture).await;
}

async fn assert_logged_out(fixture: &Fixture) {
    let page = fixture.page();
    assert_eq!(fixture.browser.token_cookies().await, [""; 0]);
    assert!(!page.session_exists().await);
    assert_eq!(fixture.api.take_requests(), [""; 0]);
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(fixture.api.take_requests(), ["POST /like-comment 401"]);
}

//! The payload of the access token, as the page sees it.

use rocket::serde::json::{Json, Value, json};
use rocket::{post, routes};
use rocket_supertokens::{Error, Sessions};

use crate::fixture::{Fixture, expect};
use crate::lifetime::LONGER;
use crate::log;
use crate::mode::Mode;
use crate::page::REFRESHED;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("payload")
        .both("an_update_is_seen", an_update_is_seen)
        .both("an_update_from_elsewhere", an_update_from_elsewhere)
        .both("any_json", any_json)
        .both("as_much_as_a_cookie_holds", as_much_as_a_cookie_holds)
        .both("begun_with_too_much", begun_with_too_much)
        .both("changed_to_too_much", changed_to_too_much)
}

const PATH: &str = "/access-token-payload";

async fn an_update_is_seen(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    for (update, plan) in [
        (json!({ "plan": "free" }), json!("free")),
        (json!({ "plan": "pro" }), json!("pro")),
        (json!({ "plan": null }), json!(null)),
    ] {
        let reply = page.send("PATCH", PATH, &update).await;
        let payload = page.payload().await;
        assert_eq!(*expect(&reply, 200), payload);
        assert_eq!(payload["plan"], plan);
        assert_eq!(payload.get("plan").is_some(), !plan.is_null());
        assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    }
    assert_eq!(fixture.api.refreshes(), 0);
}

/// Without a request there is no response that could carry a token: the page sees it when it refreshes.
async fn an_update_from_elsewhere(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let before = page.payload().await;
    let handle = before["sessionHandle"].as_str().expect("a handle");
    let super_tokens = fixture.api.app.super_tokens();
    let merged = super_tokens.merge_into_access_token_payload(handle, json!({ "plan": "pro" }));
    assert!(merged.await.expect("a response"));
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(page.payload().await, before);
    assert_eq!(page.take_events().await, [""; 0]);

    assert!(page.refresh().await);
    assert_eq!(page.payload().await["plan"], "pro");
    assert_eq!(page.take_events().await, REFRESHED);

    // Session data stays in the core.
    let reply = page
        .send("PUT", "/session-data", &json!({ "secret": 42 }))
        .await;
    assert_eq!(*expect(&reply, 200), json!({ "secret": 42 }));
    assert!(page.refresh().await);
    let claims = page.payload().await;
    let claims: Vec<&String> = claims.as_object().expect("an object").keys().collect();
    let of_the_core = before.as_object().expect("an object").keys();
    let mut expected: Vec<&String> = of_the_core.collect();
    let plan = "plan".to_owned();
    expected.push(&plan);
    expected.sort();
    let mut claims = claims;
    claims.sort();
    assert_eq!(claims, expected);
}

/// Begins a session with this payload.
#[post("/begin/<user_id>", data = "<payload>")]
async fn begin(user_id: &str, payload: Json<Value>, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).payload(&*payload).await?;
    Ok(())
}

/// The front token is the Base64 of UTF-8, which the front end decodes by hand.
async fn any_json(mode: Mode) {
    let any = json!({
        "text": "Grüße, \"Zoë\" 👩‍👩‍👧‍👦 𝄞 \u{2028}\u{0}\\ </script> ' ; , %20 + /",
        "ключ": { "": [null, true, false, [], {}, [[{ "deep": null }]]] },
        "__proto__": { "admin": true },
        "numbers": [0, -1, 0.1, 1.5e-7, 9_007_199_254_740_991_i64],
        "none": null,
    });
    let fixture = Fixture::of(mode).routes(routes![begin]).start().await;
    let page = fixture.page();
    let user = "zoë 👩‍👩‍👧‍👦";
    let payload = json!({ "any": any, "none": null });
    expect(
        &page.send("POST", &format!("/begin/{user}"), &payload).await,
        200,
    );
    let seen = "const { any, none } = await session.getAccessTokenPayloadSecurely();
        return [JSON.stringify(any), none];";
    let expected = json!([any.to_string(), null]);
    assert_eq!(fixture.browser.run(seen).await, expected);
    assert_eq!(page.user_id().await, user);
    assert!(page.refresh().await);
    assert_eq!(fixture.browser.run(seen).await, expected);

    let reply = page.send("PATCH", PATH, &json!({ "any": [any] })).await;
    expect(&reply, 200);
    assert_eq!(
        fixture.browser.run(seen).await,
        json!([format!("[{any}]"), null])
    );
    let me = "const { body } = await call('GET', '/me');
        return [JSON.stringify(body.access_token_payload.any), body.user_id];";
    let expected = json!([format!("[{any}]"), user]);
    assert_eq!(fixture.browser.run(me).await, expected);
}

/// The token of a payload that fills it, from a page that has nothing else in it yet.
async fn fill(fixture: &Fixture, rest: usize) -> usize {
    let name = match fixture.mode {
        Mode::Cookie => "sAccessToken",
        Mode::Header => "st-access-token",
    };
    let line = name.len() + ATTRIBUTES + fixture.browser.cookie_values().await[name].len();
    // Base64 makes four of three.
    let bytes = (BROWSER_LIMIT - line) / 4 * 3 - r#","big":"""#.len() + rest;
    let page = fixture.page();
    let big = json!({ "big": "x".repeat(bytes) });
    expect(&page.send("PATCH", PATH, &big).await, 200);
    bytes
}

/// What browsers take, all in all.
const BROWSER_LIMIT: usize = 4096;

/// More than the attributes of a cookie of ours take.
const ATTRIBUTES: usize = 100;

async fn as_much_as_a_cookie_holds(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let bytes = fill(&fixture, 0).await;
    let big = "x".repeat(bytes);
    assert_eq!(page.payload().await["big"], big);
    assert!(page.refresh().await);
    assert_eq!(page.payload().await["big"], big);
    fixture.open_page("{}").await;
    assert_eq!(page.payload().await["big"], big);
    let reply = page.call("GET", "/me").await;
    assert_eq!(expect(&reply, 200)["access_token_payload"]["big"], big);
    assert_eq!(log::lines(), [""; 0]);
}

/// A session of which the page never learns.
async fn begun_with_too_much(mode: Mode) {
    let fixture = Fixture::of(mode).routes(routes![begin]).start().await;
    let page = fixture.page();
    fixture.forget().await;
    let big = json!({ "big": "x".repeat(BROWSER_LIMIT) });
    expect(&page.send("POST", "/begin/alice", &big).await, 200);
    assert_eq!(page.take_events().await, ["SESSION_CREATED"]);
    let (left, dropped) = match mode {
        Mode::Cookie => ("sRefreshToken", ["sAccessToken", "sFrontToken"]),
        Mode::Header => ("st-refresh-token", ["sFrontToken", "st-access-token"]),
    };
    assert_eq!(fixture.browser.token_cookies().await, [left]);
    let lines = log::lines();
    assert_eq!(lines.len(), dropped.len(), "{lines:?}");
    for (line, cookie) in lines.iter().zip(dropped) {
        assert!(line.contains("browsers drop a cookie"), "{line}");
        assert!(line.contains(&format!("cookie=\"{cookie}\"")), "{line}");
    }
    assert!(!page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(page.take_events().await, ["UNAUTHORISED"]);
}

/// The page keeps the token it has, until that expires. No new one gets through, and the front end gives up.
async fn changed_to_too_much(mode: Mode) {
    let fixture = Fixture::of(mode).access_tokens_live(LONGER).start().await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    fill(&fixture, 1000).await;
    assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    assert!(page.payload().await.get("big").is_none());
    expect(&page.call("POST", "/like-comment").await, 200);
    fixture.expire().await;
    fixture.forget().await;
    let call = "return call('POST', '/like-comment');";
    let error = fixture.browser.attempt(call).await;
    let error = error.expect_err("the front end gives up");
    assert!(error.contains("Received a 401 response"), "{error}");
    let mut expected = ["POST /like-comment 401", "POST /auth/session/refresh 200"].repeat(10);
    expected.push("POST /like-comment 401");
    assert_eq!(fixture.api.take_requests(), expected);
}

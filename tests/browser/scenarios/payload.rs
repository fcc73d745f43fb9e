//! The payload of the access token, as the page sees it.

use rocket::serde::json::{Json, Value, json};
use rocket::{post, routes};
use rocket_supertokens::{Error, Sessions};

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::page::REFRESHED;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("payload")
        .both("an_update_is_seen", an_update_is_seen)
        .both("an_update_from_elsewhere", an_update_from_elsewhere)
        .both("any_json", any_json)
        .both("as_much_as_a_cookie_holds", as_much_as_a_cookie_holds)
        .both("more_than_a_cookie_holds", more_than_a_cookie_holds)
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
    // What changes nothing is told by nobody.
    let reply = page.send("PATCH", PATH, &json!({})).await;
    expect(&reply, 200);
    assert_eq!(page.take_events().await, [""; 0]);
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
    let reply = page.call("GET", "/me").await;
    assert_eq!(
        expect(&reply, 200)["access_token_payload"]["any"],
        json!([any])
    );
    assert_eq!(reply["body"]["user_id"], user);
}

async fn as_much_as_a_cookie_holds(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let name = match mode {
        Mode::Cookie => "sAccessToken",
        Mode::Header => "st-access-token",
    };
    let cookies = fixture.browser.cookie_values().await;
    eprintln!(
        "WANT {mode} {} {}",
        cookies[name].len(),
        cookies["sFrontToken"].len()
    );
    for n in [2000, 2400, 2450, 2480, 2500, 2550, 2600, 2800, 2900, 3000] {
        let reply = page
            .send("PATCH", PATH, &json!({ "big": "x".repeat(n) }))
            .await;
        let cookies = fixture.browser.cookie_values().await;
        eprintln!(
            "WANT {mode} {n} {} {} {} {:?}",
            reply["status"],
            cookies[name].len(),
            cookies["sFrontToken"].len(),
            page.take_events().await
        );
    }
}

async fn more_than_a_cookie_holds(mode: Mode) {
    let fixture = Fixture::of(mode).routes(routes![begin]).start().await;
    let page = fixture.page();
    fixture.forget().await;
    let reply = page
        .send("POST", "/begin/alice", &json!({ "big": "x".repeat(4000) }))
        .await;
    expect(&reply, 200);
    eprintln!(
        "WANT created {mode} {:?} {:?}",
        fixture
            .browser
            .cookie_values()
            .await
            .keys()
            .collect::<Vec<_>>(),
        page.take_events().await
    );
    eprintln!("WANT created {mode} {:?}", page.session_exists().await);
    let reply = page.call("POST", "/like-comment").await;
    eprintln!(
        "WANT created {mode} {:?} {:?} {:?}",
        reply,
        page.take_events().await,
        fixture.api.take_requests()
    );
    fixture.log_in("alice").await;
    let reply = page
        .send("PATCH", PATH, &json!({ "big": "x".repeat(4000) }))
        .await;
    expect(&reply, 200);
    eprintln!(
        "WANT changed {mode} {:?} {:?}",
        fixture
            .browser
            .cookie_values()
            .await
            .iter()
            .map(|(k, v)| (k.clone(), v.len()))
            .collect::<Vec<_>>(),
        page.take_events().await
    );
    let reply = page.call("POST", "/like-comment").await;
    eprintln!(
        "WANT changed {mode} {:?} {:?} {:?}",
        reply,
        page.take_events().await,
        fixture.api.take_requests()
    );
    let r = fixture
        .browser
        .attempt("return session.attemptRefreshingSession();")
        .await;
    eprintln!(
        "WANT refreshed {mode} {:?} {:?} {:?}",
        r,
        page.take_events().await,
        fixture.api.take_requests()
    );
    let reply = page.call("POST", "/like-comment").await;
    eprintln!(
        "WANT refreshed {mode} {:?} {:?} {:?}",
        reply,
        page.take_events().await,
        fixture.api.take_requests()
    );
}

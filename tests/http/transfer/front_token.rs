//! What the front end is told of the access token.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::Method;
use rocket::serde::json::{Value, json};
use rocket_supertokens_tests::{Cdi, Reply};

use crate::fixture::{self, create_session};
use crate::in_both_generations;

in_both_generations!(
    the_front_token_is_exact,
    the_claims_keep_their_order,
    it_comes_with_fresh_tokens_only,
    a_merge_brings_a_new_one,
);

/// The front token as text, which the browser compares.
fn text(reply: &Reply) -> String {
    let front_token = reply.header("front-token").expect("a front token");
    let json = STANDARD
        .decode(front_token)
        .expect("padded standard base64");
    String::from_utf8(json).expect("UTF-8")
}

/// The payload of a token as the core wrote it.
fn payload_text(token: &Value) -> String {
    let token = token.as_str().expect("a token");
    let payload = token.split('.').nth(1).expect("three parts");
    let json = URL_SAFE_NO_PAD.decode(payload).expect("base64");
    String::from_utf8(json).expect("UTF-8")
}

async fn the_front_token_is_exact(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let wish =
            json!({ "user_id": "名前 ü", "payload": { "née": [null, 1.5, "x"], "n": null } });
        let reply = create_session(&mut client, &wish).await;
        let tokens = reply.json();
        let payload = payload_text(&tokens["access"]);
        let claims: Value = serde_json::from_str(&payload).expect("JSON");
        let expiry = claims["exp"].as_u64().expect("an expiry") * 1000;
        assert_eq!(
            text(&reply),
            format!(r#"{{"uid":"名前 ü","ate":{expiry},"up":{payload}}}"#)
        );
        assert_eq!(reply.header("front-token"), tokens["front"].as_str());
        assert!(
            payload.contains(r#""parentRefreshTokenHash1":null"#),
            "{payload}"
        );
        assert!(payload.contains(r#""antiCsrfToken":null"#), "{payload}");
    }
}

async fn the_claims_keep_their_order(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let wish = json!({ "user_id": "alice", "payload": { "z": 1, "sub": "x", "a": 2, "m": { "y": 1, "b": 2 } } });
    let reply = create_session(&mut client, &wish).await;
    let front_token = reply.front_token().expect("a front token");
    let names: Vec<_> = front_token["up"]
        .as_object()
        .expect("claims")
        .keys()
        .collect();
    assert_eq!(
        names,
        [
            "iat",
            "exp",
            "sub",
            "tId",
            "rsub",
            "sessionHandle",
            "refreshTokenHash1",
            "parentRefreshTokenHash1",
            "antiCsrfToken",
            "z",
            "a",
            "m",
            "iss",
        ],
        "the core's claims, then the user's, then the issuer"
    );
    assert_eq!(
        front_token["up"]["sub"], "alice",
        "the core's own claims cannot be forged"
    );
    let wish = json!({ "user_id": "alice", "payload": { "iss": "https://evil.example", "z": 1 } });
    let reply = create_session(&mut client, &wish).await;
    let front_token = reply.front_token().expect("a front token");
    assert_eq!(front_token["up"]["iss"], "http://localhost:8000/auth");
}

/// The browser computes its clock skew from `iat` whenever one arrives.
async fn it_comes_with_fresh_tokens_only(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        create_session(&mut client, &json!({ "user_id": "alice" })).await;
        for path in ["/session", "/checked", "/optional"] {
            let reply = client.get(path).await;
            assert_eq!(reply.status, 200);
            reply.assert_no_tokens();
        }
        let reply = client.refresh().await;
        assert!(text(&reply).starts_with(r#"{"uid":"alice","ate":"#));
    }
}

async fn a_merge_brings_a_new_one(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let wish = json!({ "user_id": "alice", "payload": { "first": 1 } });
        let before = create_session(&mut client, &wish).await;
        let reply = client
            .json(
                Method::POST,
                "/merge",
                &json!({ "second": 2, "first": null }),
            )
            .await;
        let tokens = reply.json();
        let payload = payload_text(&tokens["access"]);
        assert!(text(&reply).ends_with(&format!(r#","up":{payload}}}"#)));
        assert!(
            payload.ends_with(r#""iss":"http://localhost:8000/auth","second":2}"#),
            "{payload}"
        );
        let (old, new) = (before.front_token(), reply.front_token());
        let expiry = |token: Option<Value>| token.expect("a front token")["ate"].clone();
        assert_eq!(expiry(old), expiry(new), "the token lives no longer for it");
        assert_eq!(tokens["refresh"], json!(null));
        assert_eq!(reply.header("st-refresh-token"), None);
    }
}

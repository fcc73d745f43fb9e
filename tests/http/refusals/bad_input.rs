//! Whatever a client sends, it gets a clear response.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::{Value, json};

use crate::{in_both_generations, start};

in_both_generations!(
    malformed_tokens_are_unauthorised,
    forged_tokens_call_for_a_refresh,
    forged_tokens_cause_no_flood_of_core_calls,
    bodies_that_are_no_json_objects_are_refused,
    protected_claims_are_named,
    any_user_id_will_do,
    a_flood_of_cookies_costs_no_more_than_their_number,
);

/// Each is looked at once. Were they compared with each other, this would take minutes.
async fn a_flood_of_cookies_costs_no_more_than_their_number(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let cookies: Vec<_> = (0..20_000).map(|n| format!("c{n:x}=")).collect();
    let mut client = app.client();
    let begun = std::time::Instant::now();
    for path in ["/auth/signout", "/like-comment"] {
        let request = client
            .plain(Method::POST, path)
            .header("cookie", cookies.join(";"));
        client
            .send(request)
            .await
            .assert_refused("unauthorised", false);
    }
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

/// Texts that are no access tokens: as if there were none, on every kind of route.
async fn malformed_tokens_are_unauthorised(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let good = client.access_token.clone().expect("a token");
    let [header, payload, signature] = parts(&good);
    let other_header = |header: Value| format!("{}.{payload}.{signature}", encode(&header));
    core.take_calls();

    for bad in [
        String::new(),
        "x".to_owned(),
        "..".to_owned(),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{signature}.{signature}"),
        format!("{header}.%.{signature}"),
        format!("{header}.{}.{signature}", &payload[..payload.len() - 7]),
        good.replace('.', ""),
        "e".repeat(17 * 1024),
        other_header(json!({ "alg": "none", "typ": "JWT", "version": "5", "kid": "d-1" })),
        other_header(json!({ "alg": "HS256", "typ": "JWT", "version": "5", "kid": "d-1" })),
        other_header(json!({ "alg": "RS256", "typ": "JWT", "version": "5" })),
        other_header(json!({ "alg": "RS256", "typ": "JWT", "version": 5, "kid": "d-1" })),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
            .to_owned(),
    ] {
        for mut client in [app.client(), app.client().with_cookies()] {
            client.access_token = Some(bad.clone());
            client.post("/like-comment").await.assert_refused("unauthorised", false);
            client.get("/sensitive").await.assert_refused("unauthorised", false);
            client.post("/auth/signout").await.assert_refused("unauthorised", false);
            assert_eq!(client.get("/comments").await.json(), json!({ "user_id": null }));
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

/// Tokens of the right form that the core did not sign: never a session, not even where none is required.
async fn forged_tokens_call_for_a_refresh(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let good = client.access_token.clone().expect("a token");
    let [header, payload, signature] = parts(&good);
    let key = aws_lc_rs::rsa::KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).expect("a key");
    let mut other_user = claims(&good);
    other_user["sub"] = json!("admin");
    let mut expired = claims(&good);
    expired["exp"] = json!(1_000_000_000);

    for forged in [
        format!("{header}.{}.{signature}", encode(&other_user)),
        format!("{header}.{payload}."),
        format!("{header}.{payload}.%%%"),
        format!("{header}.{payload}.{}", &signature[..signature.len() - 1]),
        format!("{header}.{payload}.{signature}=="),
        sign(&header, &payload, &key),
        sign(&header, &encode(&expired), &key),
        sign(
            &encode(&json!({ "kid": "d-1", "typ": "JWT", "version": "5", "alg": "RS256" })),
            &payload,
            &key,
        ),
        format!(
            "{}.{payload}.{signature}",
            encode(&json!({ "kid": "d-1", "typ": "JWT", "version": "9", "alg": "RS256" }))
        ),
    ] {
        client.access_token = Some(forged);
        client
            .post("/like-comment")
            .await
            .assert_refused("try refresh token", false);
        client
            .get("/comments")
            .await
            .assert_refused("try refresh token", false);
        client
            .get("/sensitive")
            .await
            .assert_refused("try refresh token", false);
    }
    client.access_token = Some(good);
    assert_eq!(client.post("/like-comment").await.status, 200);
}

async fn forged_tokens_cause_no_flood_of_core_calls(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.post("/like-comment").await;
    let [_, payload, signature] = parts(&client.access_token.clone().expect("a token"));
    core.take_calls();
    let start = std::time::Instant::now();
    for n in 0..200 {
        let header =
            json!({ "kid": format!("d-{n}"), "typ": "JWT", "version": "5", "alg": "RS256" });
        client.access_token = Some(format!("{}.{payload}.{signature}", encode(&header)));
        client
            .post("/like-comment")
            .await
            .assert_refused("try refresh token", false);
    }
    let allowed = 1 + start.elapsed().as_millis() / 500;
    let calls = core.take_calls();
    assert!(
        calls.len() as u128 <= allowed,
        "{} calls, {allowed} allowed",
        calls.len()
    );
}

async fn bodies_that_are_no_json_objects_are_refused(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.post("/like-comment").await;
    core.take_calls();
    for (method, path, what) in [
        (Method::PUT, "/session-data", "the session data"),
        (
            Method::PATCH,
            "/access-token-payload",
            "the access token payload",
        ),
    ] {
        for (body, found) in [
            (json!([1]), "an array"),
            (json!("x"), "a string"),
            (json!(true), "a boolean"),
            (json!(7), "a number"),
        ] {
            let reply = client.json(method.clone(), path, &body).await;
            let message = format!("{what} must be a JSON object, not {found}");
            assert_eq!(
                (reply.status, reply.json()),
                (400, json!({ "message": message }))
            );
        }
        for body in ["", "{", "\u{0}", "{\"a\":1}}"] {
            let request = client
                .request(method.clone(), path)
                .header("content-type", "application/json")
                .body(body);
            let status = client.send(request).await.status;
            assert!((400..500).contains(&status), "{body:?}: {status}");
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
    assert_eq!(
        client.get("/me").await.json()["session_data"],
        json!({}),
        "nothing is lost"
    );
}

async fn protected_claims_are_named(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.post("/like-comment").await;
    core.take_calls();
    for name in [
        "sub",
        "iat",
        "exp",
        "sessionHandle",
        "parentRefreshTokenHash1",
        "refreshTokenHash1",
        "antiCsrfToken",
        "rsub",
        "tId",
        "stt",
    ] {
        let reply = client
            .json(
                Method::PATCH,
                "/access-token-payload",
                &json!({ "fine": 1, name: "x" }),
            )
            .await;
        let message = format!("the access token payload cannot set the protected claim `{name}`");
        assert_eq!(
            (reply.status, reply.json()),
            (400, json!({ "message": message }))
        );
        reply.assert_no_tokens();
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn any_user_id_will_do(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for user_id in [
        "名前",
        "a b&c=d;e\"f",
        "x".repeat(200).as_str(),
        "<script>",
        "a\u{2028}'b",
        " spaces are a part of it ",
    ] {
        for mut client in [app.client(), app.client().with_cookies()] {
            let reply = client.login(user_id).await;
            assert_eq!(reply.front_token().expect("logged in")["uid"], user_id);
            assert_eq!(client.get("/me").await.json()["user_id"], user_id);
            assert_eq!(client.refresh().await.status, 200);
            assert_eq!(
                client.post("/like-comment").await.json(),
                json!({ "user_id": user_id })
            );
        }
    }
}

fn parts(token: &str) -> [String; 3] {
    let parts: Vec<_> = token.split('.').map(str::to_owned).collect();
    parts.try_into().expect("three parts")
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token with a proper RS256 signature, by a key that the core does not know.
fn sign(header: &str, payload: &str, key: &aws_lc_rs::rsa::KeyPair) -> String {
    let message = format!("{header}.{payload}");
    let mut signature = vec![0; key.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    key.sign(
        &aws_lc_rs::signature::RSA_PKCS1_SHA256,
        &random,
        message.as_bytes(),
        &mut signature,
    )
    .expect("a signature");
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

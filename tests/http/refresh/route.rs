//! `POST /auth/session/refresh`.

use reqwest::Method;
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    a_refresh_brings_new_tokens,
    without_a_refresh_token_everything_is_cleared,
    garbage_is_unauthorised,
    a_header_beats_a_cookie,
    a_legacy_cookie_is_cleared,
);

async fn a_refresh_brings_new_tokens(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        client.login("alice").await;
        let before = (client.access_token.clone(), client.refresh_token.clone());
        let reply = client.refresh().await;
        assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_ne!(before.0, client.access_token);
        assert_ne!(before.1, client.refresh_token);
        let payload = claims(client.access_token.as_deref().expect("a token"));
        let front_token = reply.front_token().expect("the front end is told");
        assert_eq!(
            front_token,
            json!({ "uid": "alice", "ate": front_token["ate"], "up": payload })
        );
        assert_eq!(
            front_token["ate"].as_u64(),
            payload["exp"].as_u64().map(|exp| exp * 1000)
        );
        assert_eq!(client.post("/like-comment").await.status, 200);
    }
}

async fn without_a_refresh_token_everything_is_cleared(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    let reply = client.at_refresh("a=b").await;
    reply.assert_refused("unauthorised", true);
    client.login("alice").await;
    core.take_calls();
    client
        .post("/auth/session/refresh")
        .await
        .assert_refused("unauthorised", true);
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn garbage_is_unauthorised(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for garbage in ["x", "a.b.V2", "a.b.c.d", "Zm9v.00.V2", &"A".repeat(5000)] {
        for mut client in [app.client(), app.client().with_cookies()] {
            client.refresh_token = Some(garbage.to_owned());
            client.refresh().await.assert_refused("unauthorised", true);
        }
    }
}

async fn a_header_beats_a_cookie(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let request = client.bare(Method::POST, "/auth/session/refresh");
    let token = client.refresh_token.clone().expect("a token");
    let request = request
        .bearer_auth(token)
        .header("cookie", "sRefreshToken=old");
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200);
    let access = reply.header("st-access-token").expect("a token by header");
    assert_eq!(claims(access)["sub"], "alice");
    let cookies = reply.set_cookies();
    assert_eq!(cookies.len(), 2, "the other method is cleared: {cookies:?}");
    assert!(
        cookies[0].starts_with("sAccessToken=; Path=/; Expires=Thu, 01 Jan 1970"),
        "{cookies:?}"
    );
    assert!(
        reply.front_token().is_some(),
        "cleared first, attached then"
    );
}

async fn a_legacy_cookie_is_cleared(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;

    for path in ["/like-comment", "/auth/signout"] {
        let legacy = client
            .request(Method::POST, path)
            .header("cookie", "sIdRefreshToken=x");
        client
            .send(legacy)
            .await
            .assert_refused("try refresh token", false);
    }
    let optional = client
        .request(Method::GET, "/comments")
        .header("cookie", "sIdRefreshToken=x");
    client
        .send(optional)
        .await
        .assert_refused("try refresh token", false);

    let token = client.refresh_token.clone().expect("a token");
    let request = client
        .bare(Method::POST, "/auth/session/refresh")
        .bearer_auth(token);
    let reply = client
        .send(request.header("cookie", "sIdRefreshToken=x"))
        .await;
    let cleared =
        "sIdRefreshToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
    assert_eq!(reply.set_cookies(), [cleared]);
}

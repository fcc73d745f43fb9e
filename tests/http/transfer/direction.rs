//! Which way the tokens take.

use reqwest::Method;
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    headers_unless_cookies_are_asked_for,
    cookies_when_asked_for,
    a_new_session_replaces_one_of_the_other_way,
    a_foreign_bearer_token_does_not_hide_a_cookie,
    a_header_token_comes_first,
    two_cookies_of_one_name_call_for_a_refresh,
);

async fn headers_unless_cookies_are_asked_for(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mode in [None, Some("header"), Some("any"), Some("")] {
        let mut client = app.client();
        let request = client
            .plain(Method::POST, "/login")
            .body(r#"{"user_id":"alice"}"#);
        let request = request.header("content-type", "application/json");
        let reply = client
            .send(if let Some(mode) = mode {
                request.header("st-auth-mode", mode)
            } else {
                request
            })
            .await;
        assert!(reply.set_cookies().is_empty(), "{mode:?}");
        assert!(client.access_token.is_some() && client.refresh_token.is_some());
        assert_eq!(
            reply.header("access-control-expose-headers"),
            Some("front-token, st-access-token, st-refresh-token")
        );
    }
}

async fn cookies_when_asked_for(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    let reply = client.login("alice").await;
    let cookies = reply.set_cookies();
    assert_eq!(cookies.len(), 2);
    let (access, attributes) = cookies[0].split_once("; ").expect("attributes");
    assert_eq!(
        access,
        format!(
            "sAccessToken={}",
            client.access_token.as_deref().expect("a token")
        )
    );
    assert!(attributes.starts_with("Path=/; Expires="), "{attributes}");
    assert!(
        attributes.ends_with(" GMT; HttpOnly; SameSite=Lax"),
        "{attributes}"
    );
    let (refresh, attributes) = cookies[1].split_once("; ").expect("attributes");
    assert!(
        refresh.starts_with("sRefreshToken=") && refresh.contains("%3D."),
        "percent-encoded: {refresh}"
    );
    assert!(
        !refresh["sRefreshToken=".len()..].contains(['=', '+', '/']),
        "{refresh}"
    );
    assert!(
        attributes.starts_with("Path=/auth/session/refresh; Expires="),
        "{attributes}"
    );
    assert!(
        attributes.ends_with(" GMT; HttpOnly; SameSite=Lax"),
        "{attributes}"
    );
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token")
    );
    assert_eq!(
        (
            reply.header("st-access-token"),
            reply.header("st-refresh-token")
        ),
        (None, None)
    );

    assert_eq!(
        client.post("/like-comment").await.json(),
        json!({ "user_id": "alice" })
    );
    assert_eq!(client.refresh().await.status, 200);
}

async fn a_new_session_replaces_one_of_the_other_way(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    client.login("alice").await;
    let cookie = format!(
        "sAccessToken={}",
        client.access_token.clone().expect("a token")
    );
    let login = client
        .plain(Method::POST, "/login")
        .header("cookie", cookie)
        .header("st-auth-mode", "header");
    let reply = client
        .send(
            login
                .header("content-type", "application/json")
                .body(r#"{"user_id":"bob"}"#),
        )
        .await;
    assert!(
        reply
            .header("st-access-token")
            .is_some_and(|token| !token.is_empty())
    );
    assert_eq!(reply.set_cookies().len(), 2);
    assert!(
        reply.set_cookies().iter().all(|line| line.contains("=; ")),
        "{reply:?}"
    );
    assert_eq!(reply.front_token().expect("the new session")["uid"], "bob");
}

async fn a_foreign_bearer_token_does_not_hide_a_cookie(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    client.login("alice").await;
    for foreign in [
        "opaque",
        "a.b.c",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4In0.c2ln",
    ] {
        let request = client
            .request(Method::POST, "/like-comment")
            .bearer_auth(foreign);
        assert_eq!(
            client.send(request).await.json(),
            json!({ "user_id": "alice" })
        );
    }
}

async fn a_header_token_comes_first(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut alice = app.client().with_cookies();
    alice.login("alice").await;
    let mut bob = app.client();
    bob.login("bob").await;
    let request = alice
        .request(Method::GET, "/comments")
        .bearer_auth(bob.access_token.expect("a token"));
    assert_eq!(
        alice.send(request).await.json(),
        json!({ "user_id": "bob" })
    );
}

async fn two_cookies_of_one_name_call_for_a_refresh(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    client.login("alice").await;
    let token = client.access_token.clone().expect("a token");
    for line in [
        format!("sAccessToken={token}; x=y; sAccessToken=other"),
        format!("sAccessToken={token};sAccessToken="),
    ] {
        let request = client
            .plain(Method::GET, "/comments")
            .header("cookie", line);
        client
            .send(request)
            .await
            .assert_refused("try refresh token", false);
    }
}

//! When the core is called, and when not.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, claims};
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    a_valid_token_needs_no_core,
    the_keys_are_fetched_once,
    the_first_use_of_a_refreshed_token_is_confirmed_where_the_core_wants_it,
    checking_the_database_asks_the_core_every_time,
    a_change_by_somebody_else_arrives_with_a_database_check,
);

async fn a_valid_token_needs_no_core(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.get("/comments").await;
    core.take_calls();
    for _ in 0..20 {
        assert_eq!(client.post("/like-comment").await.status, 200);
        assert_eq!(client.get("/comments").await.json()["user_id"], "alice");
        assert_eq!(app.client().post("/like-comment").await.status, 401);
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn the_keys_are_fetched_once(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    assert_eq!(core.take_calls(), ["/apiversion", "/public/recipe/session"]);
    let asking: Vec<_> = (0..16)
        .map(|_| {
            let mut client = client.clone();
            tokio::spawn(async move { client.post("/like-comment").await.status })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.expect("no panic"), 200);
    }
    assert_eq!(core.take_calls(), ["/.well-known/jwks.json"]);
}

async fn the_first_use_of_a_refreshed_token_is_confirmed_where_the_core_wants_it(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.post("/like-comment").await;
    assert_eq!(client.refresh().await.status, 200);
    core.take_calls();

    let refreshed = client.access_token.clone();
    let reply = client.post("/like-comment").await;
    assert_eq!(reply.status, 200);
    if core.rotates_at_refresh() {
        assert_eq!(core.take_calls(), [""; 0]);
        reply.assert_no_tokens();
    } else {
        assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
        assert_ne!(
            client.access_token, refreshed,
            "confirming brings a new access token"
        );
        assert_eq!(reply.header("st-refresh-token"), None);
        let front_token = reply.front_token().expect("the front end is told");
        assert_eq!(front_token["up"]["parentRefreshTokenHash1"], json!(null));
    }
    assert_eq!(client.post("/like-comment").await.status, 200);
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn checking_the_database_asks_the_core_every_time(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    client.get("/sensitive").await;
    core.take_calls();
    for _ in 0..3 {
        let reply = client.get("/sensitive").await;
        assert_eq!(reply.json(), json!({ "user_id": "alice" }));
        reply.assert_no_tokens();
    }
    assert_eq!(core.take_calls(), ["/recipe/session/verify"; 3]);
}

async fn a_change_by_somebody_else_arrives_with_a_database_check(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let other_server =
        App::launch(rocket_example::rocket_with(App::rocket(), core.settings())).await;
    let mut client = app.client();
    client.login("alice").await;
    let mut elsewhere = client.clone().at(&other_server);
    elsewhere
        .json(
            Method::PATCH,
            "/access-token-payload",
            &json!({ "plan": "pro" }),
        )
        .await;

    assert_eq!(
        claims(client.access_token.as_deref().expect("a token")).get("plan"),
        None
    );
    assert_eq!(client.get("/sensitive").await.status, 200);
    let payload = claims(client.access_token.as_deref().expect("a token"));
    assert_eq!(payload["plan"], "pro");
    core.take_calls();
    client.get("/sensitive").await.assert_no_tokens();
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
}

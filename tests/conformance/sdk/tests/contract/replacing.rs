//! Configurations that come while the server runs.

use serde_json::{Value, json};

use crate::server::{Server, session_recipe};

fn recipe(config: Value) -> Value {
    json!([{ "recipeId": "session", "config": config.to_string() }])
}

#[tokio::test]
async fn a_configuration_replaces_the_one_before() {
    let server = Server::with(recipe(json!({ "antiCsrf": "VIA_TOKEN" }))).await;
    let session = server.session("alice").await;
    assert!(session["antiCsrfToken"].is_string(), "{session}");
    assert!(!server.logged("networkInterceptor", "CALL").await.is_empty());

    server.init(recipe(json!({ "antiCsrf": "NONE" }))).await;
    assert!(server.logged("networkInterceptor", "CALL").await.is_empty());
    let session = server.session("alice").await;
    assert_eq!(session.get("antiCsrfToken"), None, "{session}");
}

#[tokio::test]
async fn a_bad_configuration_brings_the_first_one_back() {
    let server = Server::start().await;
    for (config, message) in [
        (json!({ "antiCsrf": "SOMETIMES" }), "SOMETIMES"),
        (json!({ "cookieColour": "red" }), "cookieColour"),
        (
            json!({ "override": { "functions": "session.fetch:e=>e" } }),
            "Unknown eval string: session.fetch:e=>e",
        ),
    ] {
        server
            .init(recipe(json!({ "antiCsrf": "VIA_TOKEN" })))
            .await;
        let reply = server.init(recipe(config)).await;
        assert_eq!(reply.status, 500, "{reply:?}");
        let told = reply.json()["message"].clone();
        let told = told.as_str().expect("a text");
        assert!(told.contains(message), "{told}");
        let session = server.session("alice").await;
        assert_eq!(session.get("antiCsrfToken"), None, "{session}");
    }
    let reply = server.init(json!([session_recipe()])).await;
    assert_eq!(reply.json(), json!({ "ok": true }));
}

#[tokio::test]
async fn calls_of_the_core_are_counted_where_a_test_asks_for_it() {
    let server = Server::start().await;
    let count =
        async || server.get("/test/overrideparams").await.json()["info"]["coreCallCount"].clone();
    server.init(json!([session_recipe()])).await;
    server.session("alice").await;
    assert_eq!(count().await, 0);

    let config = json!({
        "supertokens": {
            "connectionURI": server.core.connection_uri(),
            "networkInterceptor": "supertokens.init.supertokens.networkInterceptor:e=>e",
        },
        "appInfo": { "apiDomain": "a.io", "appName": "A", "origin": "a.io" },
        "recipeList": [session_recipe()],
    });
    server
        .post("/test/init", json!({ "config": config.to_string() }))
        .await;
    server.session("alice").await;
    // The version, and the session.
    assert_eq!(count().await, 2);
}

//! What a handler can do with a session.

use reqwest::Method;
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::json;

use crate::fixture::somebody;
use crate::{in_both_generations, start};

in_both_generations!(
    a_protected_route_needs_a_session,
    an_optional_route_takes_both,
    a_handler_sees_the_whole_session,
    session_data_is_replaced,
    the_payload_is_merged_and_the_client_follows,
    a_revoked_session_is_gone,
    all_sessions_of_a_user_can_be_revoked,
    the_admin_area_needs_the_role,
);

async fn a_protected_route_needs_a_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client
        .post("/like-comment")
        .await
        .assert_refused("unauthorised", false);
    client.login("alice").await;
    let reply = client.post("/like-comment").await;
    assert_eq!(
        (reply.status, reply.json()),
        (200, json!({ "user_id": "alice" }))
    );
    reply.assert_no_tokens();
}

async fn an_optional_route_takes_both(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    assert_eq!(
        client.get("/comments").await.json(),
        json!({ "user_id": null })
    );
    client.login("alice").await;
    assert_eq!(
        client.get("/comments").await.json(),
        json!({ "user_id": "alice" })
    );
}

async fn a_handler_sees_the_whole_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let claims = claims(client.access_token.as_deref().expect("logged in"));
    let reply = client.get("/me").await;
    assert_eq!(
        reply.json(),
        json!({
            "user_id": "alice",
            "recipe_user_id": "alice",
            "tenant_id": "public",
            "session_handle": claims["sessionHandle"],
            "access_token_payload": claims,
            "session_data": {},
        })
    );
    assert_eq!(claims["iss"], "http://localhost:8000/auth");
}

async fn session_data_is_replaced(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let first = json!({ "cart": [1, { "née": null }], "n": 1.5 });
    assert_eq!(
        client
            .json(Method::PUT, "/session-data", &first)
            .await
            .json(),
        first
    );
    let second = json!({ "other": true });
    let reply = client.json(Method::PUT, "/session-data", &second).await;
    assert_eq!(reply.json(), second);
    reply.assert_no_tokens();
    assert_eq!(client.get("/me").await.json()["session_data"], second);
}

async fn the_payload_is_merged_and_the_client_follows(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let before = client.access_token.clone().expect("logged in");

    let reply = client
        .json(
            Method::PATCH,
            "/access-token-payload",
            &json!({ "plan": "pro", "n": { "a": 1 } }),
        )
        .await;
    let payload = reply.json();
    assert_eq!(
        (&payload["plan"], &payload["n"]),
        (&json!("pro"), &json!({ "a": 1 }))
    );
    let after = client.access_token.clone().expect("still logged in");
    assert_ne!(before, after);
    assert_eq!(claims(&after), payload);
    assert_eq!(
        payload["exp"],
        claims(&before)["exp"],
        "the session lives no longer for it"
    );
    let front_token = reply.front_token().expect("the front end is told");
    assert_eq!(front_token["up"], payload);
    assert_eq!(reply.header("st-refresh-token"), None);

    let update = json!({ "plan": null, "n": { "b": 2 } });
    let payload = client
        .json(Method::PATCH, "/access-token-payload", &update)
        .await
        .json();
    assert_eq!(
        (payload.get("plan"), &payload["n"]),
        (None, &json!({ "b": 2 }))
    );

    client.refresh().await;
    assert_eq!(
        client.get("/me").await.json()["access_token_payload"]["n"],
        json!({ "b": 2 }),
        "it outlives a refresh"
    );
}

async fn a_revoked_session_is_gone(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let mut copy = client.clone();

    let reply = client.post("/revoke").await;
    assert_eq!(
        (reply.status, reply.json()),
        (200, json!({ "revoked": true }))
    );
    assert_eq!(reply.header("front-token"), Some("remove"));
    assert_eq!(reply.header("st-access-token"), Some(""));
    assert!(
        reply.set_cookies().is_empty(),
        "only the session's own method is cleared"
    );
    assert_eq!((client.access_token, client.refresh_token), (None, None));

    // Until it expires, a copied access token works where the database is not asked.
    assert_eq!(copy.post("/like-comment").await.status, 200);
    copy.get("/sensitive")
        .await
        .assert_refused("unauthorised", true);
}

async fn all_sessions_of_a_user_can_be_revoked(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let (here, other) = (somebody(), somebody());
    let mut client = app.client();
    client.login(&here).await;
    let mut elsewhere = app.client();
    elsewhere.login(&here).await;
    let mut somebody_else = app.client();
    somebody_else.login(&other).await;

    let reply = client.post("/revoke-all").await;
    assert_eq!((reply.status, reply.json()), (200, json!({ "revoked": 2 })));
    assert_eq!(reply.header("front-token"), Some("remove"));
    assert_eq!((client.access_token, client.refresh_token), (None, None));

    assert_eq!(elsewhere.post("/like-comment").await.status, 200);
    elsewhere
        .get("/sensitive")
        .await
        .assert_refused("unauthorised", true);
    assert_eq!(somebody_else.get("/sensitive").await.status, 200);
    app.client()
        .post("/revoke-all")
        .await
        .assert_refused("unauthorised", false);
}

async fn the_admin_area_needs_the_role(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login(&somebody()).await;
    let reply = client.get("/admin-area").await;
    assert_eq!(
        (
            reply.status,
            &reply.json()["claimValidationErrors"][0]["id"]
        ),
        (403, &json!("st-role"))
    );
    let reply = client.post("/become-admin").await;
    assert_eq!(
        (reply.status, reply.json()),
        (200, json!({ "roles": ["admin"] }))
    );
    let reply = client.get("/admin-area").await;
    assert_eq!(reply.status, 200);
    reply.assert_no_tokens();
    for reply in [
        app.client().get("/admin-area").await,
        app.client().post("/become-admin").await,
    ] {
        reply.assert_refused("unauthorised", false);
    }
}

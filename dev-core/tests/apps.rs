//! Apps, which no recording shows.

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::{CDI, Caller, core, put, status, text};

#[tokio::test(flavor = "multi_thread")]
async fn apps_share_nothing() {
    let (_core, caller) = core().await;
    let made = put(&caller, "/recipe/multitenancy/app/v2", json!({"appId": "A1", "coreConfig": {"access_token_validity": 60, "access_token_validity_jitter": 0}})).await;
    assert_eq!(made, json!({"status": "OK", "createdNew": true}));
    let other = Caller::at(caller_uri(&caller, "/appid-a1"));

    // Keys, settings, sessions and users are the app's own.
    let session = other.create(CDI, "u").await;
    let token = text(&session, &["accessToken", "token"]);
    let span = session["accessToken"]["expiry"]
        .as_i64()
        .zip(session["accessToken"]["createdTime"].as_i64());
    assert_eq!(span.map(|(end, begin)| end - begin), Some(60_000));
    assert_eq!(
        text(&other.verify(CDI, token, true).await, &["status"]),
        "OK"
    );
    assert_eq!(
        text(&caller.verify(CDI, token, true).await, &["message"]),
        "Key not found"
    );
    let refreshed = caller
        .refresh(CDI, text(&session, &["refreshToken", "token"]))
        .await;
    assert_eq!(text(&refreshed, &["status"]), "UNAUTHORISED");
    other
        .post(
            "/recipe/signup",
            CDI,
            json!({"email": "a@b.c", "password": "pw"}),
        )
        .await;
    assert_eq!(caller.get("/users/count", CDI).await["count"], 0);
    assert_eq!(other.get("/users/count", CDI).await["count"], 1);

    // Listed, changed, and removed once its tenants are.
    put(
        &other,
        "/recipe/multitenancy/tenant/v2",
        json!({"tenantId": "t1"}),
    )
    .await;
    let listed = caller.get("/recipe/multitenancy/app/list/v2", CDI).await;
    let ids: Vec<&Value> = listed["apps"]
        .as_array()
        .expect("apps")
        .iter()
        .map(|app| &app["appId"])
        .collect();
    assert_eq!(ids, ["a1", "public"]);
    let (code, _) = status(
        &caller,
        Method::POST,
        "/recipe/multitenancy/app/remove",
        Some(json!({"appId": "a1"})),
    )
    .await;
    assert_eq!(code, 403);
    other
        .post(
            "/recipe/multitenancy/tenant/remove",
            CDI,
            json!({"tenantId": "t1"}),
        )
        .await;
    for existed in [true, false] {
        let removed = caller
            .post(
                "/recipe/multitenancy/app/remove",
                CDI,
                json!({"appId": "a1"}),
            )
            .await;
        assert_eq!(removed, json!({"status": "OK", "didExist": existed}));
    }
    let (code, line) = status(&other, Method::GET, "/hello", None).await;
    assert_eq!(code, 400, "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_may_have_its_own_keys_and_version() {
    let (_core, caller) = core().await;
    let config =
        json!({"api_keys": "throwaway-api-key-00000001", "supertokens_max_cdi_version": "5.3"});
    put(
        &caller,
        "/recipe/multitenancy/app/v2",
        json!({"appId": "closed", "coreConfig": config}),
    )
    .await;
    let closed = Caller::at(caller_uri(&caller, "/appid-closed"));
    assert_eq!(
        status(&closed, Method::GET, "/recipe/roles", None).await.0,
        401
    );
    assert_eq!(
        status(&caller, Method::GET, "/recipe/roles", None).await.0,
        200
    );
    let (code, line) = status(&closed, Method::GET, "/hello", None).await;
    assert_eq!(
        (code, line.as_str()),
        (400, "cdi-version 5.6 not supported\n")
    );
    // The key is asked for before the version.
    let list = "/appid-closed/recipe/multitenancy/tenant/list/v2";
    assert_eq!(status(&caller, Method::GET, list, None).await.0, 401);
}

/// The caller's address with an app's path.
fn caller_uri(caller: &Caller, app: &str) -> String {
    format!("{}{app}", caller.uri())
}

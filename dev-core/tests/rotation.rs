//! What CDI 5.6 adds: rotation in the core, stateless verification, validity on request.

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use supertokens_dev_core::{DevCore, RecentTokenReuse};
use support::{Caller, text};

async fn core() -> (DevCore, Caller) {
    let core = DevCore::builder()
        .access_token_validity_jitter(0.0)
        .start()
        .await
        .expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

fn refresh_token(response: &Value) -> String {
    text(response, &["refreshToken", "token"]).to_owned()
}

fn lifetime(response: &Value) -> i64 {
    let token = &response["accessToken"];
    token["expiry"].as_i64().expect("a time") - token["createdTime"].as_i64().expect("a time")
}

async fn expiry(caller: &Caller, session: &Value) -> i64 {
    let handle = text(session, &["session", "handle"]);
    let response = caller
        .get(&format!("/recipe/session?sessionHandle={handle}"), "5.6")
        .await;
    response["expiry"].as_i64().expect("a time")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_in_the_grace_period_neither_moves_the_window_nor_the_expiry() {
    let (core, caller) = core().await;
    let made = caller.create("5.6", "u").await;
    let root = refresh_token(&made);
    caller.refresh("5.6", &root).await;
    let after_rotation = expiry(&caller, &made).await;
    for _ in 0..2 {
        core.clock().advance(Duration::from_secs(14));
        assert_eq!(text(&caller.refresh("5.6", &root).await, &["status"]), "OK");
    }
    assert_eq!(expiry(&caller, &made).await, after_rotation);
    core.clock().advance(Duration::from_secs(14));
    let late = caller.refresh("5.6", &root).await;
    assert_eq!(text(&late, &["recentTokenReuseSubtype"]), "RECENT_PREV");
    assert_eq!(
        text(&late, &["session", "handle"]),
        text(&made, &["session", "handle"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn recent_reuse_can_be_reported_as_unauthorised_but_old_reuse_cannot() {
    let core = DevCore::builder()
        .recent_token_reuse_behaviour(RecentTokenReuse::Unauthorised)
        .refresh_token_rotation_grace_period(0)
        .start()
        .await
        .expect("the core starts");
    let caller = Caller::new(&core);
    for (generations, status, subtype) in [
        (1, "UNAUTHORISED", "RECENT_PREV"),
        (2, "TOKEN_THEFT_DETECTED", "STALE_LINEAGE"),
    ] {
        let made = caller.create("5.6", "u").await;
        let mut token = refresh_token(&made);
        for _ in 0..generations {
            core.clock().advance(Duration::from_millis(5));
            token = refresh_token(&caller.refresh("5.6", &token).await);
        }
        core.clock().advance(Duration::from_millis(5));
        let response = caller.refresh("5.6", &refresh_token(&made)).await;
        assert_eq!(
            (
                text(&response, &["status"]),
                text(&response, &["recentTokenReuseSubtype"])
            ),
            (status, subtype)
        );
        let gone = caller.refresh("5.6", &token).await;
        assert_eq!(
            text(&gone, &["message"]),
            "Session missing in db or has expired"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verification_tells_of_new_claims_without_a_token() {
    let (_core, caller) = core().await;
    let made = caller.create("5.6", "u").await;
    let token = text(&made, &["accessToken", "token"]);
    let plain = caller.verify("5.6", token, false).await;
    assert_eq!(plain.get("payloadUpdateAvailable"), None);
    let body = json!({"sessionHandle": made["session"]["handle"], "userDataInJWT": {"new": true}});
    caller
        .call(Method::PUT, "/recipe/jwt/data", "5.6", Some(&body))
        .await;
    let checked = caller.verify("5.6", token, true).await;
    assert_eq!(checked["payloadUpdateAvailable"], true);
    assert_eq!(checked["session"]["userDataInJWT"], json!({}));
    assert_eq!(checked.get("accessToken"), None);
    // Regenerating without claims picks the new ones up.
    let renewed = caller
        .post(
            "/recipe/session/regenerate",
            "5.6",
            json!({"accessToken": token}),
        )
        .await;
    assert_eq!(renewed["session"]["userDataInJWT"], json!({"new": true}));
    let checked = caller
        .verify("5.6", text(&renewed, &["accessToken", "token"]), true)
        .await;
    assert_eq!(checked["payloadUpdateAvailable"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn verification_is_refused_on_a_tenants_path() {
    let (_core, caller) = core().await;
    let body = json!({"tenantId": "t1"});
    caller
        .call(
            Method::PUT,
            "/recipe/multitenancy/tenant/v2",
            "5.6",
            Some(&body),
        )
        .await;
    let made = caller.create("5.6", "u").await;
    let body = json!({"accessToken": made["accessToken"]["token"], "doAntiCsrfCheck": false, "enableAntiCsrf": false, "checkDatabase": false});
    for (path, cdi, status) in [
        ("/t1", "5.6", 403),
        ("/t1", "5.5", 200),
        ("/public", "5.6", 200),
        ("/appid-public/public", "5.6", 200),
    ] {
        let path = format!("{path}/recipe/session/verify");
        assert_eq!(
            caller.text(Method::POST, &path, cdi, Some(&body)).await.0,
            status,
            "{path} {cdi}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_validity_may_be_asked_for() {
    let (_core, caller) = core().await;
    let body = |validity: Value| json!({"userId": "u", "userDataInJWT": {}, "userDataInDatabase": {}, "enableAntiCsrf": false, "accessTokenValidity": validity});
    let made = caller
        .post("/recipe/session", "5.6", body(json!(600_000)))
        .await;
    assert_eq!(lifetime(&made), 600_000);
    assert_eq!(
        lifetime(
            &caller
                .post("/recipe/session", "5.6", body(json!(3_600_000)))
                .await
        ),
        3_600_000
    );
    assert_eq!(
        lifetime(
            &caller
                .post("/recipe/session", "5.5", body(json!(600_000)))
                .await
        ),
        3_600_000
    );
    for bad in [json!(0), json!(-1000), json!(3_601_000)] {
        let (status, line) = caller
            .text(Method::POST, "/recipe/session", "5.6", Some(&body(bad)))
            .await;
        let expected = "accessTokenValidity must be greater than 0 and at most the configured access_token_validity (3600000 ms)\n";
        assert_eq!((status, line.as_str()), (400, expected));
    }
    for bad in [json!(null), json!("x")] {
        let (status, line) = caller
            .text(Method::POST, "/recipe/session", "5.6", Some(&body(bad)))
            .await;
        assert_eq!(
            (status, line.as_str()),
            (
                400,
                "Field name 'accessTokenValidity' is invalid in JSON input\n"
            )
        );
    }
    // At refresh too; the next refresh forgets it.
    let body = |token: &str| json!({"refreshToken": token, "enableAntiCsrf": false, "useDynamicSigningKey": true, "accessTokenValidity": 300_000});
    let short = caller
        .post(
            "/recipe/session/refresh",
            "5.6",
            body(&refresh_token(&made)),
        )
        .await;
    assert_eq!(lifetime(&short), 300_000);
    assert_eq!(
        lifetime(&caller.refresh("5.6", &refresh_token(&short)).await),
        3_600_000
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn anti_csrf_guards_refresh_without_ending_the_session() {
    let (_core, caller) = core().await;
    let new = json!({"userId": "u", "userDataInJWT": {}, "userDataInDatabase": {}, "enableAntiCsrf": true});
    let made = caller.post("/recipe/session", "5.6", new).await;
    let mut body = json!({"refreshToken": refresh_token(&made), "enableAntiCsrf": true, "useDynamicSigningKey": true});
    let missing = caller
        .post("/recipe/session/refresh", "5.6", body.clone())
        .await;
    assert_eq!(
        text(&missing, &["message"]),
        "Anti CSRF token missing, or not matching"
    );
    body["antiCsrfToken"] = made["antiCsrfToken"].clone();
    let granted = caller.post("/recipe/session/refresh", "5.6", body).await;
    assert_eq!(text(&granted, &["status"]), "OK");
    assert_ne!(
        text(&granted, &["antiCsrfToken"]),
        text(&made, &["antiCsrfToken"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_sessions_are_swept_when_new_ones_come() {
    let (core, caller) = core().await;
    let made = caller.create("5.6", "u").await;
    core.clock().advance(Duration::from_secs(101 * 86_400));
    caller.create("5.6", "u").await;
    let body = json!({"sessionHandles": [made["session"]["handle"]]});
    let removed = caller.post("/recipe/session/remove", "5.6", body).await;
    assert_eq!(removed["sessionHandlesRevoked"], json!([]));
}

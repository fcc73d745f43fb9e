//! The settings of apps and tenants, in every form that the real core takes.

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;
use support::{CDI, Caller, core, put, status, text};

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_merged_and_checked() {
    let (_core, caller) = core().await;
    let app = |config: Value| json!({"appId": "a", "coreConfig": config});
    let path = "/recipe/multitenancy/app/v2";
    for (config, complaint) in [
        (
            json!({"acess_token_validity": 5}),
            "Invalid core config: Invalid config key: acess_token_validity",
        ),
        (
            json!({"port": 5}),
            "Invalid core config: port can only be set via the core's base config setting",
        ),
        (
            json!({"access_token_validity": 0}),
            "Invalid core config: 'access_token_validity' must be between 1 and 86400000 seconds inclusive.",
        ),
        (
            json!({"access_token_validity": 1.5}),
            "Invalid core config: 'access_token_validity' must be of type long",
        ),
        (
            json!({"access_token_signing_key_update_interval": "0.9"}),
            "Invalid core config: 'access_token_dynamic_signing_key_update_interval' must be greater than, equal to 1 hour.",
        ),
    ] {
        let refused = status(&caller, Method::PUT, path, Some(app(config))).await;
        assert_eq!(refused, (400, format!("{complaint}\n")));
    }
    put(&caller, path, app(json!({"access_token_validity": 60}))).await;
    put(
        &caller,
        path,
        app(json!({"refresh_token_rotation_grace_period": 5})),
    )
    .await;
    put(&caller, path, app(json!({"access_token_validity": null}))).await;
    let tenant = caller
        .get("/appid-a/recipe/multitenancy/tenant/v2", CDI)
        .await;
    assert_eq!(
        tenant["coreConfig"],
        json!({"refresh_token_rotation_grace_period": 5})
    );
    let refused = status(
        &caller,
        Method::PUT,
        path,
        Some(json!({"coreConfig": {"access_token_validity": 60}})),
    )
    .await;
    assert_eq!(refused, (400, "Cannot modify base config\n".into()));
}

/// Seconds for which the published keys of an app may be kept.
async fn max_age(app: &Caller) -> u64 {
    let response = reqwest::get(format!("{}/.well-known/jwks.json", app.uri()))
        .await
        .expect("the core responds");
    let header = response.headers()["cache-control"].to_str().expect("text");
    let age = header.strip_prefix("max-age=").expect("an age");
    age.split(',')
        .next()
        .and_then(|age| age.parse().ok())
        .expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_taken_in_every_form_that_the_real_core_takes() {
    let (_core, caller) = core().await;
    let path = "/recipe/multitenancy/app/v2";
    let interval = "access_token_dynamic_signing_key_update_interval";
    for (app, key, value, hours) in [
        ("a", interval, json!(1.5), 1.5),
        ("b", interval, json!("2"), 2.0),
        (
            "c",
            "access_token_signing_key_update_interval",
            json!(3),
            3.0,
        ),
        (
            "d",
            "access_token_signing_key_update_interval",
            json!(["2.5"]),
            2.5,
        ),
    ] {
        let made = put(
            &caller,
            path,
            json!({"appId": app, "coreConfig": {key: value}}),
        )
        .await;
        assert_eq!(made["createdNew"], true, "{app}");
        let app = Caller::at(caller_uri(&caller, &format!("/appid-{app}")));
        let left = hours * 3600.0 - 60.0 - max_age(&app).await as f64;
        assert!(
            (0.0..60.0).contains(&left),
            "{key} = {value}: {left} s short"
        );
        // It is shown under the name, and in the form, in which it was set.
        let tenant = app.get("/recipe/multitenancy/tenant/v2", CDI).await;
        assert_eq!(tenant["coreConfig"], json!({key: value}));
    }
    for config in [
        json!({"access_token_validity": "60"}),
        json!({"access_token_validity": 6e1}),
        json!({"refresh_token_validity": "60.5"}),
        json!({"access_token_validity_jitter": "0.1"}),
        json!({"refresh_token_rotation_grace_period": 5.0}),
        json!({"email_verification_token_lifetime": "1000"}),
        json!({"supertokens_max_cdi_version": 5.4}),
        json!({"saml_claims_validity": 1000, "postgresql_table_schema": "x"}),
    ] {
        put(&caller, path, json!({"appId": "e", "coreConfig": config})).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_may_repeat_the_settings_of_its_app() {
    let (_core, caller) = core().await;
    let app = json!({"appId": "a", "coreConfig": {"access_token_validity": 60}});
    put(&caller, "/recipe/multitenancy/app/v2", app).await;
    let path = "/appid-a/recipe/multitenancy/tenant/v2";
    let tenant =
        |seconds: u64| json!({"tenantId": "t", "coreConfig": {"access_token_validity": seconds}});
    let refused = status(&caller, Method::PUT, path, Some(tenant(61))).await;
    let complaint = "Invalid core config: You cannot set different values for access_token_validity for the same appId\n";
    assert_eq!(refused, (400, complaint.to_owned()));
    put(&caller, path, tenant(60)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn test_mode_lets_keys_change_within_seconds() {
    let config = json!({
        "access_token_dynamic_signing_key_update_interval": "0.001",
        "access_token_validity": 120,
        "refresh_token_validity": 1,
        "refresh_token_rotation_grace_period": 600
    });
    let app = json!({"appId": "a", "coreConfig": config});
    let path = "/recipe/multitenancy/app/v2";
    let (_core, caller) = core().await;
    let (code, _) = status(&caller, Method::PUT, path, Some(app.clone())).await;
    assert_eq!(code, 400);

    let core = DevCore::builder()
        .test_mode()
        .start()
        .await
        .expect("the core starts");
    let caller = Caller::new(&core);
    put(&caller, path, app).await;
    let app = Caller::at(caller_uri(&caller, "/appid-a"));
    let keys = async || {
        let keys = app.get("/.well-known/jwks.json", CDI).await;
        keys["keys"].as_array().map(Vec::len)
    };
    let kid = async || {
        let made = app.create(CDI, "u").await;
        text(&made, &["accessToken", "token"])
            .split('.')
            .next()
            .map(str::to_owned)
    };
    let first = kid().await;
    assert_eq!(keys().await, Some(2));
    // 3.6 s from key to key, of which the last fifth is overlap.
    core.clock().advance(Duration::from_millis(3_000));
    assert_eq!(keys().await, Some(3));
    core.clock().advance(Duration::from_millis(3_000));
    assert_ne!(kid().await, first);
}

/// The caller's address with an app's path.
fn caller_uri(caller: &Caller, app: &str) -> String {
    format!("{}{app}", caller.uri())
}

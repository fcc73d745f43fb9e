//! Configuration and database of a core that starts.

mod support;

use std::time::Duration;

use reqwest::Method;
use supertokens_dev_core::{
    Clock, ConfigError, DatabaseError, DevCore, DevCoreBuilder, StartError,
};
use support::{Caller, text};

async fn start(builder: DevCoreBuilder) -> (DevCore, Caller) {
    let core = builder.start().await.expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_keeps_sessions_keys_apps_and_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("core.db");
    let (core, caller) = start(DevCore::builder().database(&file)).await;
    let made = caller.create("5.6", "u").await;
    let keys = caller.get("/.well-known/jwks.json", "5.6").await;
    let app = serde_json::json!({"appId": "a", "coreConfig": {"access_token_validity": 60}});
    caller
        .call(
            Method::PUT,
            "/recipe/multitenancy/app/v2",
            "5.6",
            Some(&app),
        )
        .await;
    core.shutdown().await;

    let (_core, caller) = start(DevCore::builder().database(&file)).await;
    assert_eq!(caller.get("/.well-known/jwks.json", "5.6").await, keys);
    let verified = caller
        .verify("5.6", text(&made, &["accessToken", "token"]), true)
        .await;
    assert_eq!(text(&verified, &["status"]), "OK");
    assert_eq!(
        text(
            &caller
                .refresh("5.6", text(&made, &["refreshToken", "token"]))
                .await,
            &["status"]
        ),
        "OK"
    );
    let tenant = caller
        .get("/appid-a/recipe/multitenancy/tenant/v2", "5.6")
        .await;
    assert_eq!(tenant["coreConfig"]["access_token_validity"], 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_at_the_start_is_named() {
    let error = DevCore::builder()
        .set("acces_token_validity", 5)
        .start()
        .await
        .err();
    assert!(matches!(
        error,
        Some(StartError::Config(ConfigError::UnknownKey { nearest: Some(name), .. })) if name == "access_token_validity"
    ));
    let error = DevCore::builder()
        .max_cdi_version("9.9")
        .start()
        .await
        .err();
    assert!(error.is_some_and(|error| error.to_string().contains("must be one of 5.0")));
    let (core, _caller) = start(DevCore::builder()).await;
    let port = core
        .connection_uri()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    assert!(matches!(
        DevCore::builder().port(port).start().await,
        Err(StartError::Listen { .. })
    ));
    let error = DevCore::builder()
        .database("/nonexistent/folder/core.db")
        .start()
        .await
        .err();
    assert!(matches!(
        error,
        Some(StartError::Database(DatabaseError::Sqlite { .. }))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_read_and_the_builder_wins() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.yaml");
    std::fs::write(&file, "base_path: /st\naccess_token_validity: 60\naccess_token_validity_jitter: 0\nbcrypt_log_rounds: 11\n")
        .expect("written");
    let clock = Clock::new();
    let builder = DevCore::builder()
        .config_file(&file)
        .access_token_validity(120)
        .clock(clock.clone());
    let (core, caller) = start(builder).await;
    assert!(core.connection_uri().ends_with("/st"));
    let made = caller.create("5.6", "u").await;
    assert_eq!(
        made["accessToken"]["expiry"].as_i64(),
        made["accessToken"]["createdTime"]
            .as_i64()
            .map(|at| at + 120_000)
    );
    // The clock given is the core's.
    clock.advance(Duration::from_secs(121));
    let verified = caller
        .verify("5.6", text(&made, &["accessToken", "token"]), false)
        .await;
    assert_eq!(text(&verified, &["message"]), "Access token expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_can_be_bounded_from_both_sides() {
    let (_core, caller) = start(
        DevCore::builder()
            .max_cdi_version("5.4")
            .min_cdi_version("5.2"),
    )
    .await;
    let versions = caller.get("/apiversion", "5.4").await;
    assert_eq!(
        versions["versions"],
        serde_json::json!(["5.0", "5.1", "5.2", "5.3", "5.4"])
    );
    for (cdi, status) in [("5.1", 400), ("5.2", 200), ("5.4", 200), ("5.5", 400)] {
        assert_eq!(
            caller.text(Method::GET, "/recipe/roles", cdi, None).await.0,
            status,
            "{cdi}"
        );
    }
}

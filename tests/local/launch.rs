//! What the log says at launch. On one thread, as far as the log is listened to.

use std::time::Duration;

use rocket::error::ErrorKind;
use rocket::figment::providers::Serialized;
use rocket::local::asynchronous::Client;
use rocket::serde::json::json;
use rocket::{Build, Rocket};
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::{Builder, SuperTokens};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};

use crate::logged::Logged;

async fn launch(settings: Builder) -> Client {
    let rocket = App::rocket().attach(settings.fairing());
    Client::untracked(rocket).await.expect("it launches")
}

async fn assert_stopped(rocket: Rocket<Build>) {
    let error = rocket.ignite().await.expect_err("a mistake");
    assert!(
        matches!(error.kind(), ErrorKind::FailedFairings(_)),
        "{error:?}"
    );
}

/// Port 9 is where nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";

#[tokio::test]
async fn of_several_hosts_the_one_that_does_not_respond_is_named() {
    let core = Core::start(Cdi::V5_6).await;
    let logged = Logged::start();
    let uri = format!("{};{NOBODY}", core.connection_uri());
    let settings = core
        .settings()
        .connection_uri(uri)
        .check_core_at_launch(true);
    let _client = launch(settings).await;
    // They are asked in order, so the first has said nothing by then.
    let lines = logged.wait_for(1).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("WARN") && lines[0].contains(NOBODY),
        "{lines:?}"
    );
    assert!(lines[0].contains("connection_uri"), "{lines:?}");
    assert!(!lines[0].contains(&core.connection_uri()), "{lines:?}");
    assert_eq!(core.take_calls(), ["/apiversion", "/.well-known/jwks.json"]);
}

#[tokio::test]
async fn a_wrong_api_key_is_told_without_showing_it() {
    let core = Core::start(Cdi::V5_6).await;
    core.behave(Behaviour::Refuses(401));
    let logged = Logged::start();
    let settings = core
        .settings()
        .api_key("the-wrong-key")
        .check_core_at_launch(true);
    let _client = launch(settings).await;
    let lines = logged.wait_for(1).await;
    assert!(
        lines[0].contains("ERROR") && lines[0].contains("`api_key`"),
        "{lines:?}"
    );
    assert!(lines[0].contains(&core.connection_uri()), "{lines:?}");
    assert!(!lines.concat().contains("the-wrong-key"), "{lines:?}");
    let call = &core.take_whole_calls()[0];
    assert_eq!(call.header("api-key"), Some("the-wrong-key"));
}

#[tokio::test]
async fn a_core_that_hangs_delays_nothing() {
    let core = Core::start(Cdi::V5_6).await;
    core.behave(Behaviour::Hangs);
    let settings = core
        .settings()
        .request_timeout(Duration::from_secs(600))
        .check_core_at_launch(true);
    let launched = tokio::time::timeout(Duration::from_secs(60), launch(settings)).await;
    let client = launched.expect("the launch does not wait");
    let path = "/auth/.well-known/openid-configuration";
    assert_eq!(client.get(path).dispatch().await.status().code, 200);
}

#[tokio::test]
async fn dangerous_combinations_are_warned_about() {
    let core = Core::start(Cdi::V5_6).await;
    for (settings, expected) in [
        (core.settings(), vec![]),
        (
            core.settings()
                .api_domain("http://api.example.com")
                .website_domain("https://example.com"),
            vec!["`api_domain` is http", "sessions in cookies cannot begin"],
        ),
        (
            core.settings()
                .api_domain("https://api.example.com")
                .website_domain("https://example.org")
                .anti_csrf(AntiCsrf::None),
            vec!["`anti_csrf` is \"none\""],
        ),
        (
            core.settings().request_timeout(Duration::from_secs(1)),
            vec!["`connect_timeout` is longer"],
        ),
    ] {
        let logged = Logged::start();
        let _client = launch(settings).await;
        let lines = logged.lines();
        assert_eq!(lines.len(), expected.len(), "{lines:?}");
        for (line, text) in lines.iter().zip(expected) {
            assert!(line.contains("WARN") && line.contains(text), "{line}");
        }
    }
}

#[tokio::test]
async fn all_that_is_missing_is_told_at_once() {
    let logged = Logged::start();
    let rocket = App::rocket().attach(SuperTokens::fairing());
    assert_stopped(rocket).await;
    let text = logged.lines().concat();
    for name in ["connection_uri", "app_name", "api_domain", "website_domain"] {
        assert!(text.contains(&format!("{name} = ")), "{text}");
    }
}

#[tokio::test]
async fn a_key_in_the_wrong_place_is_not_shown() {
    for section in [
        json!({ "api_key": 98765 }),
        json!({ "api_key": ["98765"] }),
        json!("{api_key=98765"),
    ] {
        let logged = Logged::start();
        let figment = App::figment().merge(Serialized::default("supertokens", section));
        let rocket = rocket::custom(figment).attach(SuperTokens::fairing());
        assert_stopped(rocket).await;
        let text = logged.lines().concat();
        assert!(
            text.contains("ERROR") && text.contains("supertokens"),
            "{text}"
        );
        assert!(!text.contains("98765"), "{text}");
    }
}

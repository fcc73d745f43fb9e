//! What stops a launch, or is said of the core after it.

use rocket::error::ErrorKind;
use rocket::figment::providers::Serialized;
use rocket::local::asynchronous::Client;
use rocket::serde::json::{Value, json};
use rocket::{Build, Rocket};
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};

use super::API_KEY;
use crate::logged::Logged;

/// Where nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";
const REFUSED: &str = "http://127.0.0.1:9 refused the connection (is the core listening?): \
                       client error (Connect): tcp connect error: Connection refused (os error 111)";

/// The lines of a launch that is stopped.
async fn stopped(rocket: Rocket<Build>) -> Vec<String> {
    let logged = Logged::everything();
    let error = rocket.ignite().await.expect_err("a mistake");
    let kind = error.kind();
    assert!(matches!(kind, ErrorKind::FailedFairings(_)), "{kind:?}");
    logged.lines()
}

#[tokio::test]
async fn a_core_that_is_needed_and_away() {
    let core = Core::share(Cdi::V5_6).await;
    let settings = core
        .settings()
        .connection_uri(NOBODY)
        .require_core_at_launch(true);
    assert_eq!(
        stopped(App::rocket().attach(settings.fairing())).await,
        [format!(
            "ERROR SuperTokens cannot start: `require_core_at_launch` is set, and the core is not ready: no \
             SuperTokens core available to query: {REFUSED}"
        )]
    );
}

/// It responds as a core, and every session would be refused.
#[tokio::test]
async fn a_core_that_is_needed_and_is_one_of_tests() {
    let core = Core::share(Cdi::V5_6).await;
    core.behave_at(
        "/.well-known/jwks.json",
        Behaviour::Says(
            r#"{"keys":[{"kty":"RSA","kid":"d-rocket-supertokens-test-1","alg":"RS256","n":"AQAB","e":"AQAB"}]}"#,
        ),
    );
    let settings = core.settings().require_core_at_launch(true);
    let lines = stopped(App::rocket().attach(settings.fairing())).await;
    let lines: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("ERROR"))
        .collect();
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    let expected = "ERROR SuperTokens cannot start: `require_core_at_launch` is set, and the core is not ready: the SuperTokens \
                    core publishes the key \"d-rocket-supertokens-test-1\" of the testing kit, which counts in tests only: \
                    check that `connection_uri` is that of a real core";
    assert_eq!(*line, expected);
}

async fn with_section(section: Value) -> Vec<String> {
    let figment = App::figment().merge(Serialized::default("supertokens", section));
    stopped(rocket::custom(figment).attach(SuperTokens::fairing())).await
}

#[tokio::test]
async fn a_setting_that_cannot_be_read() {
    let lines = with_section(json!({ "api_key": [API_KEY], "app_name": "App" })).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    let begins = "ERROR SuperTokens cannot start: the settings of `supertokens` cannot be read: expected a text, \
                  a number, true or false for key";
    assert!(lines[0].starts_with(begins), "{lines:?}");
    assert!(!lines[0].contains(API_KEY), "{lines:?}");
    let lines = with_section(json!(API_KEY)).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(!lines[0].contains(API_KEY), "{lines:?}");
}

/// The one text with line breaks, since it is to be copied.
#[tokio::test]
async fn settings_that_are_missing() {
    let lines =
        with_section(json!({ "app_name": "App", "website_domain": "http://localhost" })).await;
    assert!(
        lines[0].starts_with("ERROR SuperTokens cannot start: settings are missing."),
        "{lines:?}"
    );
    assert_eq!(
        &lines[1..],
        [
            "    [default.supertokens]",
            "    connection_uri = \"http://127.0.0.1:3567\"",
            "    api_domain = \"https://api.example.com\"",
        ]
    );
}

#[tokio::test]
async fn a_core_that_is_looked_at_afterwards() {
    let core = Core::share(Cdi::V5_6).await;
    core.behave(Behaviour::Refuses(401));
    let uri = format!("{NOBODY};{}", core.connection_uri());
    let logged = Logged::everything();
    let settings = core.settings().connection_uri(uri).api_key(API_KEY);
    let rocket = App::rocket().attach(settings.check_core_at_launch(true).fairing());
    let _client = Client::untracked(rocket).await.expect("it launches");
    let lines = async || {
        let lines = logged.lines();
        lines
            .into_iter()
            .map(|line| line.trim().to_owned())
            .filter(|line| line.starts_with("WARN") || line.starts_with("ERROR"))
            .collect::<Vec<_>>()
    };
    rocket_supertokens_tests::eventually(async || lines().await.len() == 2).await;
    assert_eq!(
        lines().await,
        [
            format!(
                "ERROR the core gives no response: {REFUSED}. Check `connection_uri` code=\"core_host_unreachable\""
            ),
            format!(
                "ERROR the core at {} refuses the API key. Write the core's own `api_keys` value in `api_key` \
                 code=\"api_key_refused\"",
                core.connection_uri()
            ),
        ]
    );
    assert!(!logged.lines().concat().contains(API_KEY));
}

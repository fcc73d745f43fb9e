//! Findings of the settings. Each combination has a test of its own beside the code; here is what becomes of them.

use std::fs;

use rocket::figment::Figment;
use rocket::figment::providers::{Format as _, Serialized, Toml};
use rocket::local::asynchronous::Client;
use rocket::serde::json::json;
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Cdi, Core, eventually};

use super::{cors, lines, logged};
use crate::logged::Logged;

const PUBLIC_HTTP: &str = "WARN `api_domain` is http on a public host: others on the network can read the tokens. Write \
    `api_domain = \"https://api.example.com\"`, even if only a proxy in front of this server uses https code=\"public_http\"";

#[tokio::test]
async fn a_finding_is_one_line_and_the_same_as_data() {
    let core = Core::share(Cdi::V5_6).await;
    let settings = core
        .settings()
        .api_domain("http://api.example.com")
        .website_domain("http://example.com");
    let listening = Logged::everything();
    let client = Client::untracked(App::rocket().attach(settings.fairing()))
        .await
        .expect("it launches");
    assert_eq!(logged(&listening), [PUBLIC_HTTP]);
    let super_tokens = client.rocket().state::<SuperTokens>();
    let found = super_tokens.expect("the fairing is attached").check().await;
    assert_eq!(lines(&found), [PUBLIC_HTTP]);
    // Asking is not told again.
    assert_eq!(logged(&listening), [PUBLIC_HTTP]);
}

#[tokio::test]
async fn a_healthy_launch_has_nothing_to_tell() {
    let core = Core::share(Cdi::V5_6).await;
    let settings = cors::settings(&core).check_core_at_launch(true);
    let listening = Logged::everything();
    let rocket = App::rocket()
        .attach(cors::right().to_cors().expect("a policy"))
        .attach(settings.fairing());
    let app = App::launch(rocket).await;
    let ends = [
        cors::RIGHT,
        "DEBUG each host of the core responds as it should",
    ];
    let is_logged = |end: &&str| listening.lines().iter().any(|line| line.trim() == *end);
    eventually(async || ends.iter().all(is_logged)).await;
    assert_eq!(core.take_calls(), ["/apiversion", "/.well-known/jwks.json"]);
    assert_eq!(lines(&app.super_tokens().check().await), [""; 0]);
    assert_eq!(logged(&listening), [""; 0]);
}

/// Settings that are complete, with a key, in a `Rocket.toml` of these profiles.
fn figment(profile: &str) -> (tempfile::TempDir, Figment) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("Rocket.toml");
    let settings = "[default.supertokens]\nconnection_uri = \"http://127.0.0.1:9\"\napp_name = \"App\"\n\
                    api_domain = \"http://localhost:8000\"\nwebsite_domain = \"http://localhost:8000\"\n\
                    api_key = \"the-key-that-no-line-shows\"\ncheck_core_at_launch = false\n";
    fs::write(&file, settings).expect("written");
    let figment = App::figment().merge(Toml::file(file).nested());
    (folder, figment.select(profile))
}

const KEY_IN_FILE: &str = "WARN `api_key` stands in Rocket.toml, which others may read where the source code goes. Set it in \
    the environment: ROCKET_SUPERTOKENS_API_KEY='\"...\"' code=\"api_key_in_file\"";

async fn of_launch(figment: Figment) -> Vec<String> {
    let listening = Logged::everything();
    let rocket = rocket::custom(figment).attach(SuperTokens::fairing());
    let _client = Client::untracked(rocket).await.expect("it launches");
    let all = listening.lines().concat();
    assert!(!all.contains("the-key-that-no-line-shows"), "{all}");
    logged(&listening)
}

#[tokio::test]
async fn a_key_in_the_file_of_a_release() {
    let (_folder, release) = figment("release");
    assert_eq!(of_launch(release.clone()).await, [KEY_IN_FILE]);
    let built = SuperTokens::builder().build_from(&release).expect("valid");
    let found = lines(&built.check().await);
    assert_eq!(found[0], KEY_IN_FILE, "{found:?}");
    // In the environment it wins over the file.
    let environment = Serialized::default("supertokens_api_key", "another");
    assert_eq!(of_launch(release.clone().merge(environment)).await, [""; 0]);
    let section = Serialized::default("supertokens", json!({ "api_key": "another" }));
    assert_eq!(of_launch(release.clone().merge(section)).await, [""; 0]);
    let (_folder, debug) = figment("debug");
    assert_eq!(of_launch(debug).await, [""; 0]);
    let in_code = SuperTokens::builder().api_key("another");
    let built = in_code.build_from(&release).expect("valid");
    let found = lines(&built.check().await);
    assert!(!found.concat().contains("api_key_in_file"), "{found:?}");
}

//! Rocket's `log_level`, which belongs to a whole process: so each test has one of its own.

use std::env;
use std::process::Command;

use rocket::local::asynchronous::Client;
use rocket::{get, routes};
use rocket_supertokens::{Session, SuperTokens, verify_session};

#[verify_session]
#[get("/protected")]
fn protected(session: Session) -> String {
    session.user_id().to_owned()
}

/// Not a test: what the others run, with an environment of theirs.
#[rocket::async_test]
#[ignore = "run by the others"]
async fn program() {
    let rocket = rocket::build()
        .attach(SuperTokens::fairing())
        .mount("/", routes![protected]);
    let client = Client::untracked(rocket).await.expect("it launches");
    let reply = client.get("/protected").dispatch().await;
    assert_eq!(reply.status().code, 419, "as the environment says");
}

/// What the program prints; it warns of http and logs a refusal, if it is let.
fn printed(log_level: &str) -> String {
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "log_level::program", "--ignored", "--nocapture"])
        .env("ROCKET_LOG_LEVEL", log_level)
        .env("ROCKET_CLI_COLORS", "false")
        .env(
            "ROCKET_SUPERTOKENS",
            r#"{connection_uri="http://127.0.0.1:9",app_name="A",check_core_at_launch="false"}"#,
        )
        .env("ROCKET_SUPERTOKENS_API_DOMAIN", "http://api.example.com")
        .env("ROCKET_SUPERTOKENS_WEBSITE_DOMAIN", "http://example.com")
        .env("ROCKET_SUPERTOKENS_SESSION_EXPIRED_STATUS_CODE", "419")
        .env("ROCKET_SUPERTOKENS_MAX_CDI_VERSION", "5.5")
        .output()
        .expect("it ends");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("1 passed"), "{text}");
    text
}

#[test]
fn nothing_is_printed_with_the_log_off() {
    let off = printed("off");
    // The harness says that it begins, the test, and how it went.
    let lines: Vec<_> = off.lines().filter(|line| !line.trim().is_empty()).collect();
    assert!(lines.len() == 3, "{off}");
    assert!(
        !off.contains("SuperTokens") && !off.contains("api_domain"),
        "{off}"
    );
    let normal = printed("normal");
    assert!(normal.contains("`api_domain` is http"), "{normal}");
    assert!(!normal.contains("`log_level` is"), "{normal}");
}

#[test]
fn a_log_that_shows_tokens_is_warned_about() {
    let debug = printed("debug");
    let lines: Vec<_> = debug
        .lines()
        .filter(|line| line.contains("`log_level`"))
        .collect();
    assert_eq!(
        lines,
        [
            "Warning: `log_level` is \"debug\": Rocket prints every request and response with the tokens. Use it only on your \
          own machine code=\"log_level_debug\""
        ],
        "{debug}"
    );
}

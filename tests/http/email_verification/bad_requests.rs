//! Requests that no front end sends.

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::config::EmailVerificationMode::Optional;
use rocket_supertokens::recipes::email_password::EmailPassword;
use rocket_supertokens_tests::{Cdi, Client, Reply};
use serde_json::json;

use super::{INVALID, Site, TOKEN, VERIFY, assert_answer, verify};
use crate::in_both_generations;

in_both_generations!(
    the_texts_of_bad_bodies_are_those_that_the_front_end_knows,
    odd_tokens_are_invalid_and_nothing_else,
);

const NOT_JSON: &str =
    "API input error: Please make sure to pass a valid JSON input in the request body";
const NO_TOKEN: &str = "Please provide the email verification token";
const NO_TEXT: &str = "The email verification token must be a string";

async fn the_texts_of_bad_bodies_are_those_that_the_front_end_knows(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    site.core.take_calls();
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let long = format!(r#"{{"token":"{}"}}"#, "a".repeat(64 * 1024));
    let endless = "a".repeat(10 * 1024 * 1024);
    let too_long = "The request body is longer than 65536 bytes";
    for (body, message) in [
        ("", NO_TOKEN),
        ("{}", NO_TOKEN),
        ("[]", NO_TOKEN),
        ("null", NO_TOKEN),
        (r#""abc""#, NO_TOKEN),
        (r#"{"token":null}"#, NO_TOKEN),
        (r#"{"token":1}"#, NO_TEXT),
        (r#"{"token":["abc"]}"#, NO_TEXT),
        ("{", NOT_JSON),
        ("token=abc", NOT_JSON),
        ("\u{0}", NOT_JSON),
        (&deep, NOT_JSON),
        (&long, too_long),
        (&endless, too_long),
    ] {
        let mut client = site.app.client();
        let reply = post(&mut client, body).await;
        let start = body.get(..20).unwrap_or(body);
        assert_eq!(
            (reply.status, reply.json()),
            (400, json!({ "message": message })),
            "{start}"
        );
        reply.assert_no_tokens();
    }
    let calls = site.core.take_calls();
    assert_eq!(calls, [""; 0], "nothing of it reaches the core");
}

async fn odd_tokens_are_invalid_and_nothing_else(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let mut client = site.app.client();
    let long = "a".repeat(60_000);
    for token in ["", " ", "\u{0}", "a\r\nb", "ä\u{212a}", "../..", &long] {
        assert_answer(&verify(&mut client, token).await, INVALID);
    }
}

async fn post(client: &mut Client, body: &str) -> Reply {
    let request = client.request(Method::POST, VERIFY).body(body.to_owned());
    client.send(request).await
}

/// Who verifies no addresses has no such routes, and may have routes of the same path.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_routes_are_there_only_where_they_are_needed() {
    let on = |settings: Builder| settings.email_password(EmailPassword::new());
    type Change = fn(Builder) -> Builder;
    let cases: [(&str, Change, bool); 4] = [
        ("by itself", |settings| settings, false),
        ("with passwords", on, true),
        (
            "switched off",
            |settings| {
                let settings = settings.email_password(EmailPassword::new());
                settings.email_verification_routes(false)
            },
            false,
        ),
        (
            "without the claim",
            |settings| {
                use rocket_supertokens::config::EmailVerificationMode::Off;
                let settings = settings.email_password(EmailPassword::new());
                settings.email_verification(Off)
            },
            false,
        ),
    ];
    for (name, configure, served) in cases {
        let configure = |settings: Builder| {
            let settings = settings.email_verification(Optional);
            configure(settings.send_email(|_| async { Ok(()) }))
        };
        let (_core, app) = crate::fixture::start(Cdi::V5_6, configure).await;
        let mut client = app.client();
        for path in [VERIFY, "/auth/t1/user/email/verify"] {
            let status = client.get(path).await.status;
            assert_eq!(status, if served { 401 } else { 404 }, "{name}");
        }
        let status = client.post(TOKEN).await.status;
        assert_eq!(status, if served { 401 } else { 404 }, "{name}");
    }
}

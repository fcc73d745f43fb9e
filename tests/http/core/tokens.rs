//! A core that sends tokens which no header can carry.

use reqwest::Method;
use rocket_supertokens_tests::{Behaviour, Cdi, Reply};
use serde_json::json;

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_new_session_with_control_characters_is_an_error,
    a_refresh_with_control_characters_is_an_error,
);

const BAD: [&str; 4] = [
    r#"{"status":"OK","accessToken":{"token":"a.b.c\r\nx: y","expiry":1},"refreshToken":{"token":"r","expiry":1}}"#,
    r#"{"status":"OK","accessToken":{"token":"a.b.c","expiry":1},"refreshToken":{"token":"r\nr","expiry":1}}"#,
    r#"{"status":"OK","accessToken":{"token":"a.b.c","expiry":1},"refreshToken":{"token":"r\u0000","expiry":1}}"#,
    r#"{"status":"OK","accessToken":{"token":"a.b.c","expiry":1},"refreshToken":{"token":"r","expiry":1},"antiCsrfToken":"\u001b"}"#,
];

#[track_caller]
fn assert_failed(reply: &Reply) {
    assert_eq!(
        (reply.status, reply.json()),
        (500, json!({ "message": "internal server error" }))
    );
    reply.assert_no_tokens();
}

async fn a_new_session_with_control_characters_is_an_error(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for bad in BAD {
        core.behave_at("/public/recipe/session", Behaviour::Says(bad));
        for mut client in [app.client(), app.client().with_cookies()] {
            let wish = json!({ "user_id": "alice" });
            assert_failed(&client.json(Method::POST, "/create", &wish).await);
        }
    }
}

/// The good access token that goes before makes the bad refresh token the only fault.
async fn a_refresh_with_control_characters_is_an_error(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let good = client.access_token.clone().expect("a token");
    for rest in [
        r#""refreshToken":{"token":"r\nr","expiry":1}"#,
        r#""refreshToken":{"token":"r","expiry":1},"antiCsrfToken":"\r\n""#,
    ] {
        let response =
            format!(r#"{{"status":"OK","accessToken":{{"token":"{good}","expiry":1}},{rest}}}"#);
        let response: &'static str = Box::leak(response.into_boxed_str());
        core.behave_at("/recipe/session/refresh", Behaviour::Says(response));
        assert_failed(&client.refresh().await);
    }
    core.behave_at("/recipe/session/refresh", Behaviour::Works);
    assert_eq!(client.refresh().await.status, 200);
}

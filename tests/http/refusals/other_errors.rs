//! Every other error, as the client meets it.

use reqwest::Method;
use rocket::serde::json::json;
use rocket::{State, get, post, routes};
use rocket_supertokens::{Error, Session, Sessions, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, Reply};
use serde::Deserialize;

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    bad_input,
    plain_errors,
    the_core_is_away,
    what_went_wrong_inside_stays_inside,
);

#[derive(Deserialize)]
struct Plan {
    #[expect(dead_code, reason = "reading it is what fails")]
    plan: u8,
}

#[verify_session]
#[get("/typed")]
fn typed(session: Session) -> Result<(), Error> {
    session.access_token_payload_as::<Plan>().map(drop)
}

#[post("/unwritable")]
async fn unwritable(sessions: Sessions<'_>) -> Result<(), Error> {
    // JSON has no such keys.
    let data = std::collections::HashMap::from([((1, 2), 3)]);
    sessions.create("alice").data(data).await.map(drop)
}

#[get("/uncheckable/<token>")]
async fn uncheckable(token: &str, super_tokens: &State<SuperTokens>) -> Result<(), Error> {
    super_tokens.verify_token(token).await.map(drop)
}

async fn start(cdi: Cdi) -> (Core, App) {
    let routes = routes![typed, unwritable];
    fixture::start_with(cdi, |settings| settings, routes).await
}

async fn logged_in(app: &App) -> Client {
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    client
}

#[track_caller]
fn assert_failed(reply: &Reply, status: u16, message: &str) {
    assert_eq!(reply.status, status, "{reply:?}");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.json(), json!({ "message": message }));
    reply.assert_no_tokens();
    assert_eq!(reply.header("access-control-expose-headers"), None);
}

async fn bad_input(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    let reply = client.json(Method::POST, "/merge", &json!([])).await;
    assert_failed(
        &reply,
        400,
        "the access token payload must be a JSON object, not an array",
    );
    let reply = client
        .json(Method::POST, "/merge", &json!({ "sub": "x" }))
        .await;
    assert_failed(
        &reply,
        400,
        "the access token payload cannot set the protected claim `sub`",
    );
}

async fn plain_errors(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    client.get("/session").await;
    assert_failed(&client.get("/typed").await, 500, "internal server error");
    assert_failed(
        &client.post("/unwritable").await,
        500,
        "internal server error",
    );
    for status in [400, 401, 402, 403, 404, 405, 500, 501] {
        core.behave(Behaviour::Refuses(status));
        assert_failed(&client.get("/checked").await, 500, "internal server error");
        assert_failed(&client.refresh().await, 500, "internal server error");
    }
    core.behave(Behaviour::Works);
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sAccessToken=a; sAccessToken=b");
    assert_failed(&client.send(request).await, 500, "internal server error");

    let protect = |settings: rocket_supertokens::Builder| {
        settings.anti_csrf(rocket_supertokens::config::AntiCsrf::ViaCustomHeader)
    };
    let (_core, app) = fixture::start_with(cdi, protect, routes![uncheckable]).await;
    let token = logged_in(&app).await.access_token.expect("a token");
    let reply = app.client().get(&format!("/uncheckable/{token}")).await;
    assert_failed(&reply, 500, "internal server error");
}

async fn the_core_is_away(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    client.get("/session").await;
    for behaviour in [
        Behaviour::Breaks,
        Behaviour::Refuses(502),
        Behaviour::Refuses(503),
        Behaviour::Refuses(504),
    ] {
        core.behave(behaviour);
        for reply in [
            client.get("/checked").await,
            client.refresh().await,
            client.post("/auth/signout").await,
        ] {
            assert_failed(&reply, 503, "service unavailable");
            assert_eq!(reply.header("retry-after"), Some("5"));
        }
        assert_eq!(client.get("/session").await.status, 200);
    }
}

async fn what_went_wrong_inside_stays_inside(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.refresh_token = Some("garbage".to_owned());
    for reply in [client.get("/session").await, client.refresh().await] {
        assert_eq!(reply.text, r#"{"message":"unauthorised"}"#);
        for value in reply.headers.values() {
            assert!(!value.to_str().expect("a text").contains("garbage"));
        }
    }
}

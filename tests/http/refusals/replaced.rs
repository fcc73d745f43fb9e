//! Answers of the application's own making.

use reqwest::Method;
use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{Request, catch, catchers};
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::{Builder, Error};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    each_answer_can_be_replaced,
    a_replaced_answer_keeps_its_tokens,
    a_success_is_no_refusal,
    the_status_codes_can_be_chosen,
    catchers_may_write_the_body,
    without_catchers_of_its_own_rockets_are_used,
    a_catcher_changes_nothing_by_default,
);

/// Replaces each response by one that names the error.
fn named(settings: Builder) -> Builder {
    settings
        .older_cookie_domain("")
        .on_refusal(|error, response| {
            let (name, status) = match error {
                Error::Unauthorised { .. } => ("unauthorised", 418),
                Error::TryRefreshToken { .. } => ("refresh", 419),
                Error::TokenTheftDetected { .. } => ("theft", 420),
                Error::ClearDuplicateSessionCookies => ("duplicates", 202),
                _ => return,
            };
            response.status = status;
            response.body = json!({ "name": name, "was": response.body["message"] });
        })
}

#[track_caller]
fn assert_named(reply: &Reply, status: u16, name: &str, was: &str) {
    assert_eq!(reply.status, status, "{reply:?}");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let body = reply.json();
    assert_eq!(body["name"], name);
    assert!(
        body["was"]
            .as_str()
            .is_some_and(|text| text.starts_with(was)),
        "{body}"
    );
}

async fn each_answer_can_be_replaced(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, named).await;
    let mut client = app.client();
    assert_named(
        &client.get("/session").await,
        418,
        "unauthorised",
        "unauthorised",
    );
    log_in(&mut client, "alice").await;
    let mut thief = client.clone();
    let mut forged = client.clone();
    forged.access_token = client
        .access_token
        .clone()
        .map(|token| format!("{token}AAAA"));
    assert_named(
        &forged.get("/session").await,
        419,
        "refresh",
        "try refresh token",
    );
    assert_named(
        &forged.get("/optional").await,
        419,
        "refresh",
        "try refresh token",
    );
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sRefreshToken=a; sRefreshToken=b");
    let reply = client.clone().send(request).await;
    assert_named(&reply, 202, "duplicates", "The request contains multiple");
    assert_eq!(reply.set_cookies().len(), 1);
    client.refresh().await;
    client.refresh().await;
    assert_named(&thief.refresh().await, 420, "theft", "token theft detected");
}

async fn a_replaced_answer_keeps_its_tokens(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, named).await;
    let reply = app.client().at_refresh("a=b").await;
    assert_named(&reply, 418, "unauthorised", "unauthorised");
    reply.assert_cleared();
    let reply = app.client().get("/session").await;
    reply.assert_no_tokens();
}

/// The front end would take it for one.
async fn a_success_is_no_refusal(cdi: Cdi) {
    for status in [0, 99, 100, 200, 204, 299, 600] {
        let (_core, app) = fixture::start(cdi, |settings| {
            settings.on_refusal(move |_, response| response.status = status)
        })
        .await;
        let reply = app.client().get("/session").await;
        reply.assert_refused("unauthorised", false);
    }
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(move |_, response| response.status = 302)
    })
    .await;
    let mut client = app.client();
    for reply in [
        client.get("/session").await,
        client.post("/auth/signout").await,
    ] {
        assert_eq!(reply.status, 302, "{reply:?}");
        assert_eq!(reply.text, r#"{"message":"unauthorised"}"#);
    }
}

async fn the_status_codes_can_be_chosen(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .session_expired_status_code(440)
            .invalid_claim_status_code(441)
    })
    .await;
    let mut client = app.client();
    let body = |reply: Reply| (reply.status, reply.text);
    let unauthorised = (440, r#"{"message":"unauthorised"}"#.to_owned());
    assert_eq!(body(client.get("/session").await), unauthorised);
    assert_eq!(body(client.refresh().await), unauthorised);
    log_in(&mut client, "alice").await;
    client.access_token = client.access_token.map(|token| format!("{token}AAAA"));
    let refresh = (440, r#"{"message":"try refresh token"}"#.to_owned());
    assert_eq!(body(client.get("/session").await), refresh);
}

#[catch(default)]
fn explain(status: Status, request: &Request<'_>) -> String {
    let reason = match Error::of(request) {
        Some(Error::TryRefreshToken { .. }) => "refresh",
        Some(Error::Unauthorised { .. }) => "log in",
        Some(Error::Core(_)) => "later",
        Some(_) => "other",
        None => "not ours",
    };
    format!("{} {reason}", status.code)
}

async fn with_catchers(cdi: Cdi, responses: ErrorResponses) -> (Core, App) {
    let core = Core::share(cdi).await;
    let settings = core
        .settings()
        .error_responses(responses)
        .older_cookie_domain("");
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", fixture::routes())
        .register("/", catchers![explain]);
    (core, App::launch(rocket).await)
}

async fn catchers_may_write_the_body(cdi: Cdi) {
    let (core, app) = with_catchers(cdi, ErrorResponses::Catchers).await;
    let mut client = app.client();
    let reply = client.get("/session").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, "401 log in"));
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    reply.assert_no_tokens();
    let reply = client.at_refresh("a=b").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, "401 log in"));
    reply.assert_cleared();
    let reply = client.get("/nowhere").await;
    assert_eq!((reply.status, reply.text.as_str()), (404, "404 not ours"));
    log_in(&mut client, "alice").await;
    let mut forged = client.clone();
    forged.access_token = client
        .access_token
        .clone()
        .map(|token| format!("{token}AAAA"));
    let reply = forged.get("/optional").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, "401 refresh"));
    // From a handler it is the same.
    core.behave(Behaviour::Breaks);
    let reply = client.json(Method::POST, "/merge", &json!({})).await;
    assert_eq!((reply.status, reply.text.as_str()), (503, "503 later"));
    assert_eq!(reply.header("retry-after"), Some("5"));
    // No catcher is asked about a success.
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sRefreshToken=a; sRefreshToken=b");
    let reply = client.send(request).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/json"))
    );
}

async fn without_catchers_of_its_own_rockets_are_used(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.error_responses(ErrorResponses::Catchers)
    })
    .await;
    let reply = app.client().get("/session").await;
    assert_eq!(reply.status, 401);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(reply.text.contains("401"), "{reply:?}");
}

#[catch(default)]
fn teapot(_: Status, _: &Request<'_>) -> (Status, &'static str) {
    (Status::ImATeapot, "tea")
}

async fn a_catcher_changes_nothing_by_default(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", fixture::routes())
        .register("/", catchers![teapot]);
    let app = App::launch(rocket).await;
    let mut client = app.client();
    client
        .get("/session")
        .await
        .assert_refused("unauthorised", false);
    client
        .post("/auth/signout")
        .await
        .assert_refused("unauthorised", false);
    client.refresh().await.assert_refused("unauthorised", false);
    let reply = client.at_refresh("a=b").await;
    reply.assert_refused("unauthorised", true);
    assert_eq!(client.get("/nowhere").await.text, "tea");
}

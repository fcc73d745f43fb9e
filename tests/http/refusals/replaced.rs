//! Responses to refused requests, changed by `on_refusal`.

use reqwest::Method;
use rocket::serde::json::json;
use rocket_supertokens::{Builder, Error};
use rocket_supertokens_tests::{Behaviour, Cdi, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    each_response_can_be_replaced,
    a_replaced_response_keeps_its_tokens,
    a_success_is_no_refusal,
    the_status_codes_can_be_chosen,
    every_error_can_be_reworded,
    closures_apply_in_their_order,
    a_refusal_may_be_a_text,
    a_client_may_be_told_when_to_come_again,
    a_closure_that_panics_changes_nothing,
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

async fn each_response_can_be_replaced(cdi: Cdi) {
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

async fn a_replaced_response_keeps_its_tokens(cdi: Cdi) {
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

/// Also those that the front end does not know: of the core, of the application, of the configuration.
async fn every_error_can_be_reworded(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(|error, response| {
            let kind = match error {
                Error::Core(_) => "core",
                Error::ProtectedClaim { .. } => "claim",
                Error::DuplicateSessionCookies => "duplicates",
                _ => "other",
            };
            response.body = json!({ "kind": kind, "status": response.status });
            response.status += 1;
        })
    })
    .await;
    let assert = |reply: Reply, kind: &str, status: u16| {
        assert_eq!(reply.status, status + 1, "{reply:?}");
        assert_eq!(reply.json(), json!({ "kind": kind, "status": status }));
    };
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let protected = json!({ "sub": "bob" });
    let reply = client.json(Method::POST, "/merge", &protected).await;
    assert(reply, "claim", 400);
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sRefreshToken=a; sRefreshToken=b");
    assert(client.send(request).await, "duplicates", 500);
    core.behave(Behaviour::Breaks);
    // Of a guard and of a handler.
    assert(client.get("/checked").await, "core", 503);
    let reply = client.json(Method::POST, "/merge", &json!({})).await;
    assert(reply, "core", 503);
    core.behave(Behaviour::Refuses(500));
    assert(client.get("/checked").await, "core", 500);
}

async fn closures_apply_in_their_order(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .on_refusal(|_, response| {
                response.body = json!({ "seen": [1] });
                response.status = 418;
                response.set_header("X-By", "first");
            })
            .on_refusal(|_, response| {
                response.body["seen"] = json!([response.body["seen"][0], 2, response.status]);
                response.set_header("x-by", "second");
            })
    })
    .await;
    let reply = app.client().get("/session").await;
    assert_eq!(
        (reply.status, reply.json()),
        (418, json!({ "seen": [1, 2, 418] }))
    );
    assert_eq!(reply.header("x-by"), Some("second"));
}

async fn a_refusal_may_be_a_text(cdi: Cdi) {
    const PAGE: &str = "<h1>Please \"log in\"</h1>";
    const HTML: &str = "text/html; charset=utf-8";
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(|_, response| response.set_text(HTML, PAGE))
    })
    .await;
    // Of a guard and of a route that refuses by itself.
    let replies = [
        app.client().get("/session").await,
        app.client().refresh().await,
    ];
    for reply in replies {
        assert_eq!((reply.status, reply.text.as_str()), (401, PAGE));
        assert_eq!(reply.header("content-type"), Some(HTML));
    }
}

async fn a_client_may_be_told_when_to_come_again(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(|_, response| response.set_header("Retry-After", "60"))
    })
    .await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    core.behave(Behaviour::Breaks);
    let reply = client.get("/checked").await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (503, Some("60"))
    );
}

/// The request is refused all the same, and loses its tokens.
async fn a_closure_that_panics_changes_nothing(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .on_refusal(|_, response| {
                response.status = 418;
                panic!("on purpose");
            })
            .on_refusal(|_, response| response.set_header("X-By", "second"))
    })
    .await;
    let mut client = app.client();
    for (reply, clears) in [
        (client.get("/session").await, false),
        (client.at_refresh("a=b").await, true),
    ] {
        reply.assert_refused("unauthorised", clears);
        assert_eq!(reply.header("x-by"), Some("second"));
    }
    log_in(&mut client, "alice").await;
    let protected = json!({ "sub": "bob" });
    let reply = client.json(Method::POST, "/merge", &protected).await;
    assert_eq!((reply.status, reply.header("x-by")), (400, Some("second")));
}

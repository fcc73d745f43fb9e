//! Every error of the recipe that the front end acts on, as the client meets it.

use reqwest::Method;
use rocket::serde::json::json;
use rocket::{post, routes};
use rocket_supertokens::{Error, JsonObject, Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core, eventually};

use crate::fixture::{self, log_in, thief};
use crate::in_both_generations;

in_both_generations!(
    unauthorised_without_clearing,
    unauthorised_with_clearing,
    try_refresh_token,
    token_theft_detected,
    clear_duplicate_session_cookies,
);

#[verify_session]
#[post("/after-revoke/<what>")]
async fn after_revoke(what: &str, session: Session) -> Result<(), Error> {
    session.revoke().await?;
    match what {
        "data" => session.session_data().await.map(drop),
        "created" => session.time_created().await.map(drop),
        "expiry" => session.expiry().await.map(drop),
        "update" => session.update_session_data(json!({})).await,
        _ => {
            session
                .merge_into_access_token_payload(JsonObject::new())
                .await
        }
    }
}

async fn start(cdi: Cdi) -> (Core, App) {
    let routes = routes![after_revoke];
    fixture::start_with(cdi, |settings| settings, routes).await
}

/// A refresh may be under way that brings new tokens.
async fn unauthorised_without_clearing(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for token in [None, Some("x"), Some("a.b.c")] {
        for mut client in [app.client(), app.client().with_cookies()] {
            client.access_token = token.map(str::to_owned);
            client
                .get("/session")
                .await
                .assert_refused("unauthorised", false);
            client
                .get("/checked")
                .await
                .assert_refused("unauthorised", false);
            client
                .post("/auth/signout")
                .await
                .assert_refused("unauthorised", false);
        }
    }
}

async fn unauthorised_with_clearing(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    // The core says so.
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let mut copy = client.clone();
    client.post("/auth/signout").await;
    copy.get("/checked")
        .await
        .assert_refused("unauthorised", true);
    // The refresh has no token, or none that is good.
    let reply = app.client().at_refresh("a=b").await;
    reply.assert_refused("unauthorised", true);
    let reply = app.client().at_refresh("sRefreshToken=x").await;
    reply.assert_refused("unauthorised", true);
    // The session ends while a handler works with it.
    for what in ["data", "created", "expiry", "update", "merge"] {
        for mut client in [app.client(), app.client().with_cookies()] {
            log_in(&mut client, "alice").await;
            let reply = client.post(&format!("/after-revoke/{what}")).await;
            assert_eq!(
                (reply.status, reply.text.as_str()),
                (401, r#"{"message":"unauthorised"}"#),
                "{what}"
            );
            assert_eq!(reply.set_cookies().len(), 2);
            assert_eq!(reply.header("st-access-token"), Some(""));
            assert_eq!(reply.header("st-refresh-token"), Some(""));
            assert_eq!(reply.header("front-token"), Some("remove"));
        }
    }
}

async fn try_refresh_token(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for client in [app.client(), app.client().with_cookies()] {
        let mut client = client;
        log_in(&mut client, "alice").await;
        client.access_token = client
            .access_token
            .map(|token| format!("{}AAAA", &token[..token.len() - 4]));
        for path in ["/session", "/checked", "/optional"] {
            client
                .get(path)
                .await
                .assert_refused("try refresh token", false);
        }
        client
            .post("/auth/signout")
            .await
            .assert_refused("try refresh token", false);
    }
}

async fn token_theft_detected(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        let mut thief = thief(&mut client).await;
        core.take_calls();
        thief
            .refresh()
            .await
            .assert_refused("token theft detected", true);
        let mut calls = core.take_calls();
        // From CDI 5.6 on the core ends the session itself. Before, the client's response does not wait for it.
        if !core.rotates_at_refresh() {
            let gone = async || client.clone().get("/checked").await.status == 401;
            eventually(gone).await;
            let ends = |path: &String| path == "/recipe/session/remove";
            calls.extend(core.take_calls().into_iter().filter(ends));
            assert_eq!(calls.pop().as_deref(), Some("/recipe/session/remove"));
        }
        assert_eq!(calls, ["/recipe/session/refresh"]);
        client.refresh().await.assert_refused("unauthorised", true);
    }
}

async fn clear_duplicate_session_cookies(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .api_domain("http://api.old.example")
            .website_domain("http://old.example")
            .older_cookie_domain("old.example")
    })
    .await;
    let mut client = app.client();
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sAccessToken=a; sAccessToken=b");
    let reply = client.send(request).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/json"))
    );
    let message = reply.json()["message"]
        .as_str()
        .map(str::to_owned)
        .expect("a message");
    assert!(
        message.contains("clearing the cookie from olderCookieDomain"),
        "{message}"
    );
    assert_eq!(
        reply.set_cookies(),
        [
            "sAccessToken=; Domain=old.example; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
        ]
    );
    assert_eq!(reply.header("front-token"), None);
}

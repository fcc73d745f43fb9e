//! Refusals in an application that has catchers.

use reqwest::Method;
use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{Request, catch, catchers};
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::{Builder, Error};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    catchers_may_write_the_body,
    a_body_that_a_closure_changed_is_sent,
    a_closure_that_leaves_the_body_alone_leaves_it_to_the_catcher,
    without_catchers_of_its_own_rockets_are_used,
    a_catcher_changes_nothing_by_default,
);

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

async fn with_catchers(cdi: Cdi, configure: impl FnOnce(Builder) -> Builder) -> (Core, App) {
    let core = Core::share(cdi).await;
    let settings = core
        .settings()
        .error_responses(ErrorResponses::Catchers)
        .older_cookie_domain("");
    let settings = configure(settings);
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", fixture::routes())
        .register("/", catchers![explain]);
    (core, App::launch(rocket).await)
}

async fn catchers_may_write_the_body(cdi: Cdi) {
    let (core, app) = with_catchers(cdi, |settings| settings).await;
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

/// Nobody writes a body in order to have it dropped.
async fn a_body_that_a_closure_changed_is_sent(cdi: Cdi) {
    let (core, app) = with_catchers(cdi, |settings| {
        settings.on_refusal(|error, response| match error {
            Error::Unauthorised { .. } => response.body["help"] = json!("/help"),
            Error::Core(_) => {
                response.status = 502;
                response.set_text("text/plain", "in a minute");
            }
            _ => {}
        })
    })
    .await;
    let mut client = app.client();
    let help = json!({ "message": "unauthorised", "help": "/help" });
    // Of a guard, and with tokens that are cleared.
    let replies = [client.get("/session").await, client.at_refresh("a=b").await];
    for reply in &replies {
        assert_eq!((reply.status, reply.json()), (401, help.clone()));
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
    replies[1].assert_cleared();
    log_in(&mut client, "alice").await;
    // What the closure leaves alone is the catcher's.
    let mut forged = client.clone();
    forged.access_token = forged.access_token.map(|token| format!("{token}AAAA"));
    let reply = forged.get("/session").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, "401 refresh"));
    core.behave(Behaviour::Breaks);
    // Of a guard and of a handler.
    let replies = [
        client.get("/checked").await,
        client.json(Method::POST, "/merge", &json!({})).await,
    ];
    for reply in replies {
        assert_eq!((reply.status, reply.text.as_str()), (502, "in a minute"));
        assert_eq!(reply.header("content-type"), Some("text/plain"));
    }
}

async fn a_closure_that_leaves_the_body_alone_leaves_it_to_the_catcher(cdi: Cdi) {
    let (core, app) = with_catchers(cdi, |settings| {
        settings.on_refusal(|_, response| {
            response.status += 1;
            response.set_header("X-By", "closure");
        })
    })
    .await;
    let mut client = app.client();
    let reply = client.get("/session").await;
    assert_eq!((reply.status, reply.text.as_str()), (402, "402 log in"));
    assert_eq!(reply.header("x-by"), Some("closure"));
    log_in(&mut client, "alice").await;
    core.behave(Behaviour::Breaks);
    let reply = client.json(Method::POST, "/merge", &json!({})).await;
    assert_eq!((reply.status, reply.text.as_str()), (504, "504 later"));
    assert_eq!(reply.header("x-by"), Some("closure"));
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

//! The application's say in how tokens travel.

use std::sync::{Arc, Mutex};

use reqwest::Method;
use rocket::serde::json::json;
use rocket_supertokens::config::{TransferMethod, TransferPurpose};
use rocket_supertokens_tests::{App, Cdi, Client, encode_uri_component};

use crate::fixture::{self, create_session, log_in};
use crate::in_both_generations;

in_both_generations!(
    the_function_is_asked_for_each_purpose,
    cookies_whatever_the_client_asks_for,
    headers_whatever_the_client_asks_for,
    only_the_allowed_way_is_read,
    only_the_allowed_way_is_refreshed,
    a_cookie_sessions_access_token_can_be_exposed,
    the_auth_mode_is_read_in_any_case,
);

/// A client that has the same session in cookies and in headers.
async fn session_in_both(app: &App) -> (Client, Client) {
    let mut by_header = app.client();
    let tokens = log_in(&mut by_header, "alice").await.json();
    let mut by_cookie = app.client().with_cookies();
    by_cookie.access_token = by_header.access_token.clone();
    by_cookie.refresh_token = tokens["refresh"].as_str().map(encode_uri_component);
    (by_cookie, by_header)
}

async fn the_function_is_asked_for_each_purpose(cdi: Cdi) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let ask = Arc::clone(&asked);
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.token_transfer_method(move |request, purpose| {
            let mut asked = ask.lock().expect("no panic");
            asked.push((
                request.method().to_owned(),
                request.path().to_owned(),
                purpose,
            ));
            None
        })
    })
    .await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let creating = asked.lock().expect("no panic").clone();
    let of_create = |purpose| ("POST".to_owned(), "/create".to_owned(), purpose);
    assert!(creating.contains(&of_create(TransferPurpose::CreateSession)));
    asked.lock().expect("no panic").clear();
    assert_eq!(client.get("/session?a=b").await.status, 200);
    let reading = asked.lock().expect("no panic").clone();
    assert!(!reading.is_empty());
    let expected = (
        "GET".to_owned(),
        "/session".to_owned(),
        TransferPurpose::ReadToken,
    );
    assert!(
        reading.iter().all(|asked| *asked == expected),
        "{reading:?}"
    );
}

async fn cookies_whatever_the_client_asks_for(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.token_transfer_method(|_, _| Some(TransferMethod::Cookie))
    })
    .await;
    let mut client = app.client();
    let reply = log_in(&mut client, "alice").await;
    assert_eq!(reply.set_cookies().len(), 2, "{reply:?}");
    assert_eq!(reply.header("st-access-token"), None);
    assert_eq!(reply.header("st-refresh-token"), None);
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token")
    );
}

async fn headers_whatever_the_client_asks_for(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.token_transfer_method(|_, purpose| {
            (purpose == TransferPurpose::CreateSession).then_some(TransferMethod::Header)
        })
    })
    .await;
    let mut client = app.client().with_cookies();
    let reply = log_in(&mut client, "alice").await;
    assert_eq!(reply.set_cookies(), [""; 0]);
    assert!(reply.header("st-access-token").is_some());
    assert!(reply.header("st-refresh-token").is_some());
}

async fn only_the_allowed_way_is_read(cdi: Cdi) {
    for allowed in [TransferMethod::Cookie, TransferMethod::Header] {
        let (_core, app) = fixture::start(cdi, |settings| {
            settings.token_transfer_method(move |_, purpose| {
                (purpose == TransferPurpose::ReadToken).then_some(allowed)
            })
        })
        .await;
        let (mut by_cookie, mut by_header) = session_in_both(&app).await;
        let (taken, ignored) = match allowed {
            TransferMethod::Cookie => (&mut by_cookie, &mut by_header),
            _ => (&mut by_header, &mut by_cookie),
        };
        assert_eq!(taken.get("/session").await.status, 200);
        let reply = ignored.get("/session").await;
        reply.assert_refused("unauthorised", false);
        assert_eq!(ignored.get("/optional").await.json(), json!(null));
    }
}

async fn only_the_allowed_way_is_refreshed(cdi: Cdi) {
    for allowed in [TransferMethod::Cookie, TransferMethod::Header] {
        let (core, app) = fixture::start(cdi, |settings| {
            settings.token_transfer_method(move |_, purpose| {
                (purpose == TransferPurpose::ReadToken).then_some(allowed)
            })
        })
        .await;
        let (mut by_cookie, mut by_header) = session_in_both(&app).await;
        core.take_calls();
        let (taken, ignored) = match allowed {
            TransferMethod::Cookie => (&mut by_cookie, &mut by_header),
            _ => (&mut by_header, &mut by_cookie),
        };
        let reply = ignored.clone().refresh().await;
        reply.assert_refused("unauthorised", true);
        assert_eq!(core.take_calls(), [""; 0]);
        assert_eq!(taken.refresh().await.status, 200);
        assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
    }
}

async fn a_cookie_sessions_access_token_can_be_exposed(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.expose_access_token_to_frontend_in_cookie_based_auth(true)
    })
    .await;
    let mut client = app.client().with_cookies();
    let reply = log_in(&mut client, "alice").await;
    assert_eq!(reply.set_cookies().len(), 2);
    assert_eq!(
        reply.header("st-access-token"),
        client.access_token.as_deref()
    );
    assert_eq!(reply.header("st-refresh-token"), None, "never that one");
    let exposed = Some("front-token, st-access-token");
    assert_eq!(reply.header("access-control-expose-headers"), exposed);

    let reply = client
        .json(Method::POST, "/merge", &json!({ "n": 1 }))
        .await;
    assert_eq!(
        reply.header("st-access-token"),
        client.access_token.as_deref()
    );
    let reply = client.refresh().await;
    assert_eq!(
        reply.header("st-access-token"),
        client.access_token.as_deref()
    );
    assert_eq!(reply.header("access-control-expose-headers"), exposed);
}

async fn the_auth_mode_is_read_in_any_case(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client().with_cookies();
    create_session(&mut client, &json!({ "user_id": "alice" })).await;
    for (mode, cookies) in [("Cookie", 2), ("COOKIE", 2), ("cookies", 0), ("HEADER", 0)] {
        let request = client
            .plain(Method::POST, "/create")
            .header("st-auth-mode", mode)
            .header("content-type", "application/json")
            .body(r#"{"user_id":"alice"}"#);
        let reply = app.client().send(request).await;
        assert_eq!(reply.set_cookies().len(), cookies, "{mode}");
    }
}

//! Routes behind `#[verify_session]`.

use serde_json::json;
use supertokens_dev_core::DevCore;

use crate::browser::Browser;
use crate::server::{Server, dev_core, options};
use frontend_integration_server::Options;
use reqwest::Method;
use rocket_supertokens::config::TransferMethod;

async fn start() -> (DevCore, Server, Browser) {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let browser = Browser::new(&server);
    (core, server, browser)
}

const TRY_REFRESH: &str = r#"{"message":"try refresh token"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_session_from_login_to_logout() {
    let (_core, _server, mut browser) = start().await;
    let login = browser.login("alice").await;
    let cookies: Vec<_> = login.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2, "{login:?}");
    for cookie in cookies {
        let cookie = cookie.to_str().expect("a text");
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    }
    assert_eq!(
        login.header("access-control-expose-headers"),
        Some("front-token, anti-csrf")
    );
    assert_eq!(login.header("st-access-token"), None);

    browser.get("/").await.assert_is(200, "alice");
    browser
        .get("/getSessionCalledTime")
        .await
        .assert_is(200, "1");
    browser.get("/check-rid").await.assert_is(200, "fail");
    let rid = [("rid", "anti-csrf")];
    let checked = browser.send(Method::GET, "/check-rid", &rid, None).await;
    checked.assert_is(200, "success");

    let anti_csrf = browser.anti_csrf.take();
    browser.post("/logout").await.assert_is(401, TRY_REFRESH);
    browser.anti_csrf = anti_csrf;
    let logout = browser.post("/logout").await;
    logout.assert_is(200, "success");
    assert_eq!(logout.header("front-token"), Some("remove"));
    browser.get("/").await.assert_is(401, "{}");
    browser
        .get("/getSessionCalledTime")
        .await
        .assert_is(200, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_all_are_refused() {
    let (_core, _server, mut browser) = start().await;
    for path in ["/", "/check-rid", "/update-jwt"] {
        browser.get(path).await.assert_is(401, "{}");
    }
    for path in [
        "/update-jwt",
        "/update-jwt-with-handle",
        "/session-claims-error",
        "/logout",
        "/auth/session/refresh",
        "/auth/signout",
    ] {
        browser.post(path).await.assert_is(401, "{}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refreshes_are_counted_before_and_after() {
    let (_core, _server, mut browser) = start().await;
    let refresh = "/auth/session/refresh";
    browser.post(refresh).await.assert_is(401, "{}");
    browser.login("alice").await;
    browser.post(refresh).await.assert_is(200, "refresh failed");
    let rid = [("rid", "session")];
    let refreshed = browser.send(Method::POST, refresh, &rid, None).await;
    refreshed.assert_is(200, "refresh success");
    assert_eq!(refreshed.claims()["sub"], "alice");
    browser
        .get("/refreshAttemptedTime")
        .await
        .assert_is(200, "3");
    browser.get("/refreshCalledTime").await.assert_is(200, "1");
    browser.post("/beforeeach").await;
    browser
        .get("/refreshAttemptedTime")
        .await
        .assert_is(200, "0");
    browser.get("/refreshCalledTime").await.assert_is(200, "0");
}

/// The suites read in the response what the application has to configure.
#[tokio::test(flavor = "multi_thread")]
async fn duplicate_cookies_are_told() {
    let (_core, _server, mut browser) = start().await;
    let cookies = [("cookie", "sRefreshToken=a; sRefreshToken=b")];
    let reply = browser
        .send(Method::POST, "/auth/session/refresh", &cookies, None)
        .await;
    assert_eq!(reply.status, 500);
    let sentence = "The request contains multiple session cookies.";
    assert!(reply.text.starts_with(sentence), "{reply:?}");
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_failing_claim_fails() {
    let (_core, _server, mut browser) = start().await;
    browser.login("alice").await;
    browser.post("/session-claims-error").await.assert_is(
        403,
        r#"{"message":"invalid claim","claimValidationErrors":[{"id":"test-claim-failing","reason":{"message":"testReason"}}]}"#,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_replaced_at_once() {
    let (_core, _server, mut browser) = start().await;
    let old = browser.login("alice").await.claims();
    assert_eq!(browser.get("/update-jwt").await.json(), old);

    browser
        .json("/update-jwt", &json!({ "a": 1, "b": null }))
        .await;
    let changed = browser
        .json("/update-jwt", &json!({ "c": { "d": 2 } }))
        .await;
    let claims = changed.json();
    assert_eq!(claims, changed.claims());
    assert_eq!(claims, browser.get("/update-jwt").await.json());
    let found = ["a", "b", "c", "iss", "tId", "rsub", "sub"].map(|name| claims.get(name).cloned());
    let own = json!({ "d": 2 });
    let expected = [
        None,
        None,
        Some(own),
        None,
        Some("public".into()),
        Some("alice".into()),
        Some("alice".into()),
    ];
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_replaced_by_handle_come_with_the_refresh() {
    let (_core, _server, mut browser) = start().await;
    let old = browser.login("alice").await.claims();
    let changed = browser
        .json("/update-jwt-with-handle", &json!({ "a": 1 }))
        .await;
    assert_eq!(changed.json(), old);
    assert_eq!(changed.header("front-token"), None);
    assert_eq!(browser.get("/update-jwt").await.json(), old);

    let claims = browser.post("/auth/session/refresh").await.claims();
    assert_eq!((&claims["a"], claims.get("iss")), (&json!(1), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_is_the_librarys() {
    let (_core, _server, mut browser) = start().await;
    browser.login("alice").await;
    let reply = browser.post("/auth/signout").await;
    reply.assert_is(200, r#"{"status":"OK"}"#);
    assert_eq!(reply.header("front-token"), Some("remove"));
    browser.get("/").await.assert_is(401, "{}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_travel_as_the_client_asks_unless_the_environment_says_how() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let login = Browser::new(&server).with_headers().login("alice").await;
    assert!(
        login
            .header("st-access-token")
            .is_some_and(|token| !token.is_empty())
    );
    assert_eq!(login.header("set-cookie"), None);
    let token = login.header("st-access-token").expect("a token");
    let bearer = [("authorization", &*format!("Bearer {token}"))];
    let mut browser = Browser::new(&server).with_headers();
    browser
        .send(Method::GET, "/", &bearer, None)
        .await
        .assert_is(200, "alice");

    for (method, by_header) in [
        (TransferMethod::Header, true),
        (TransferMethod::Cookie, false),
    ] {
        let options = Options {
            transfer_method: Some(method),
            ..options(&core.connection_uri())
        };
        let server = Server::start_with(options).await;
        for browser in [Browser::new(&server), Browser::new(&server).with_headers()] {
            let login = { browser }.login("alice").await;
            assert_eq!(
                login.header("st-refresh-token").is_some(),
                by_header,
                "{login:?}"
            );
            assert_eq!(
                login.headers.contains_key("set-cookie"),
                !by_header,
                "{login:?}"
            );
        }
    }
}

//! Routes without a session.

use reqwest::Method;

use crate::browser::Browser;
use crate::server::{Server, dev_core};

const TEXT: Option<&str> = Some("text/plain; charset=utf-8");
const HTML: Option<&str> = Some("text/html; charset=utf-8");
const JSON: Option<&str> = Some("application/json");

/// Method, path, request headers; status, content type and body of the response.
type Row = (
    Method,
    &'static str,
    &'static [(&'static str, &'static str)],
    u16,
    Option<&'static str>,
    &'static str,
);

const ROWS: [Row; 34] = [
    (
        Method::GET,
        "/featureFlags",
        &[],
        200,
        JSON,
        r#"{"sessionJwt":false,"sessionClaims":true,"v3AccessToken":true,"duplicateCookieHandling":true}"#,
    ),
    (Method::POST, "/beforeeach", &[], 200, None, ""),
    (Method::POST, "/after", &[], 200, None, ""),
    (Method::POST, "/testUserConfig", &[], 200, None, ""),
    (Method::GET, "/refreshCalledTime", &[], 200, TEXT, "0"),
    (Method::GET, "/refreshAttemptedTime", &[], 200, TEXT, "0"),
    (Method::GET, "/getSessionCalledTime", &[], 200, TEXT, "0"),
    (Method::GET, "/check-rid-no-session", &[], 200, TEXT, "fail"),
    (
        Method::GET,
        "/check-rid-no-session",
        &[("rid", "session")],
        200,
        TEXT,
        "fail",
    ),
    (
        Method::GET,
        "/check-rid-no-session",
        &[("rid", "anti-csrf;x")],
        200,
        TEXT,
        "success",
    ),
    (
        Method::POST,
        "/403-without-body",
        &[],
        403,
        TEXT,
        "Forbidden",
    ),
    (Method::GET, "/testing", &[], 200, TEXT, "success"),
    (Method::GET, "/testing/below?x=1", &[], 200, TEXT, "success"),
    (Method::PUT, "/testing", &[], 200, TEXT, "success"),
    (Method::POST, "/testing", &[], 200, TEXT, "success"),
    (Method::DELETE, "/testing", &[], 200, TEXT, "success"),
    (Method::PATCH, "/testing", &[], 200, TEXT, "success"),
    (
        Method::POST,
        "/multipleInterceptors",
        &[],
        200,
        TEXT,
        "failure",
    ),
    (
        Method::POST,
        "/multipleInterceptors",
        &[("interceptorheader1", "a")],
        200,
        TEXT,
        "failure",
    ),
    (
        Method::POST,
        "/multipleInterceptors",
        &[("interceptorheader2", "b")],
        200,
        TEXT,
        "failure",
    ),
    (
        Method::POST,
        "/multipleInterceptors",
        &[("interceptorheader1", "a"), ("interceptorheader2", "b")],
        200,
        TEXT,
        "success",
    ),
    (
        Method::GET,
        "/testHeader",
        &[],
        200,
        HTML,
        r#"{"success":false}"#,
    ),
    (
        Method::GET,
        "/testHeader",
        &[("st-custom-header", "")],
        200,
        HTML,
        r#"{"success":true}"#,
    ),
    (
        Method::GET,
        "/testError",
        &[],
        500,
        TEXT,
        "test error message",
    ),
    (
        Method::GET,
        "/testError?code=401",
        &[],
        401,
        TEXT,
        "test error message",
    ),
    (
        Method::GET,
        "/testError?code=405",
        &[],
        405,
        TEXT,
        "test error message",
    ),
    (
        Method::POST,
        "/checkAllowCredentials",
        &[],
        200,
        JSON,
        "false",
    ),
    (
        Method::POST,
        "/checkAllowCredentials",
        &[("allow-credentials", "x")],
        200,
        JSON,
        "true",
    ),
    (Method::GET, "/fail", &[], 404, None, ""),
    (Method::POST, "/test2", &[], 404, None, ""),
    (Method::DELETE, "/", &[], 404, None, ""),
    (Method::GET, "/index.html", &[], 404, None, ""),
    (Method::GET, "/angular/main.js", &[], 404, None, ""),
    (Method::POST, "/login", &[], 400, None, ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_says_what_the_suites_expect() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let mut browser = Browser::new(&server);
    for (method, path, headers, status, content_type, text) in ROWS {
        let reply = browser.send(method.clone(), path, headers, None).await;
        let said = (reply.status, reply.header("content-type"), &*reply.text);
        assert_eq!(
            said,
            (status, content_type, text),
            "{method} {path} {headers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn testing_sends_its_header_back() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let mut browser = Browser::new(&server);
    let reply = browser
        .send(Method::GET, "/testing", &[("testing", "any text")], None)
        .await;
    assert_eq!(reply.header("testing"), Some("any text"));
    assert_eq!(browser.get("/testing").await.header("testing"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_preflight_gets_a_response() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let mut browser = Browser::new(&server);
    for path in ["/", "/login", "/auth/session/refresh", "/nowhere"] {
        let reply = browser.send(Method::OPTIONS, path, &[], None).await;
        reply.assert_is(204, "");
        assert_eq!(
            reply.header("access-control-allow-methods"),
            Some("GET,PUT,POST,DELETE")
        );
        assert_eq!(
            reply.header("access-control-allow-headers"),
            Some("content-type,rid,fdi-version,anti-csrf,authorization,st-auth-mode")
        );
    }
}

/// Any site may read what verifies the tokens.
#[tokio::test(flavor = "multi_thread")]
async fn the_keys_are_public() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let mut browser = Browser::new(&server);
    let keys = browser.get("/auth/jwt/jwks.json").await;
    assert_eq!(keys.header("access-control-allow-origin"), Some("*"));
    assert!(
        keys.json()["keys"]
            .as_array()
            .is_some_and(|keys| !keys.is_empty()),
        "{keys:?}"
    );
    let openid = browser.get("/auth/.well-known/openid-configuration").await;
    assert_eq!(openid.header("access-control-allow-origin"), Some("*"));
    openid.assert_is(
        200,
        r#"{"issuer":"http://0.0.0.0:8080/auth","jwks_uri":"http://0.0.0.0:8080/auth/jwt/jwks.json"}"#,
    );
}

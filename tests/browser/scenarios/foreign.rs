//! Headers and cookies that somebody else has put in: the application itself, or another one on the same host.

use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens_tests::{Raw, RawServer};
use serde_json::json;

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::page::Page;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("foreign")
        // With tokens in headers, such a header takes the place of ours, whatever is in it.
        .one("authorization", Mode::Cookie, authorization)
        .one("authorization_instead", Mode::Header, authorization_instead)
        // In header mode there is no cookie that it could go before.
        .one("token_of_another_app", Mode::Cookie, token_of_another_app)
        .both("our_own_token_by_hand", our_own_token_by_hand)
        .both("headers_of_ours", headers_of_ours)
        .both("cookie_of_another_app", cookie_of_another_app)
        .both("cookie_of_another_path", cookie_of_another_path)
        .both("cookie_in_latin_1", cookie_in_latin_1)
        .both("many_cookies", many_cookies)
}

/// What an application may send to other guards than ours.
const AUTHORIZATIONS: [&str; 6] = [
    "Basic YWxpY2U6c2VjcmV0",
    // Somebody else's JWT.
    "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "Bearer garbage",
    "Bearer ",
    "Bearer",
    "ApiKey 0123456789",
];

async fn assert_served(page: Page<'_>) {
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
}

async fn logged_in(mode: Mode) -> Fixture {
    let fixture = Fixture::of(mode)
        .options("{ maxRetryAttemptsForSessionRefresh: 2 }")
        .start()
        .await;
    fixture.page().log_in("alice").await;
    fixture.api.take_requests();
    fixture
}

async fn authorization(mode: Mode) {
    let fixture = logged_in(mode).await;
    let page = fixture.page();
    for authorization in AUTHORIZATIONS {
        let options = json!({ "headers": { "Authorization": authorization } }).to_string();
        for (method, path) in [("POST", "/like-comment"), ("GET", "/comments")] {
            let reply = page.call_with(method, path, &options).await;
            assert_eq!(expect(&reply, 200)["user_id"], "alice", "{authorization}");
            let sent = fixture.api.last_request_to(path);
            assert_eq!(
                sent.request_header("authorization"),
                Some(authorization.trim())
            );
        }
    }
    assert_eq!(fixture.api.refreshes(), 0);
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
}

/// In header mode there is no place for both. The front end leaves the application's header there, refreshes because it
/// is refused, and gives up in the end.
async fn authorization_instead(mode: Mode) {
    let fixture = logged_in(mode).await;
    let page = fixture.page();
    for authorization in AUTHORIZATIONS {
        fixture.api.take_requests();
        let options = json!({ "headers": { "Authorization": authorization } }).to_string();
        let call = format!("return call('POST', '/like-comment', {options});");
        let thrown = fixture
            .browser
            .attempt(&call)
            .await
            .expect_err("it gives up");
        assert!(thrown.contains("2 times"), "{authorization}: {thrown}");
        let statuses = fixture.api.requests_to("/like-comment");
        let statuses: Vec<u16> = statuses.iter().map(|sent| sent.status).collect();
        assert_eq!(statuses, [401; 3], "{authorization}");
        assert_eq!(fixture.api.refreshes(), 2);
        let reply = page.call_with("GET", "/comments", &options).await;
        assert_eq!(
            expect(&reply, 200)["user_id"],
            json!(null),
            "{authorization}"
        );
        assert!(page.session_exists().await);
        assert_served(page).await;
    }
}

/// What looks like an access token of ours in the header goes before the cookie, as it does in supertokens-node.
async fn token_of_another_app(mode: Mode) {
    let fixture = logged_in(mode).await;
    let page = fixture.page();
    let call = "const part = (it) => btoa(JSON.stringify(it)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
        const now = Math.floor(Date.now() / 1000);
        const token = [
            part({ alg: 'RS256', typ: 'JWT', version: '5', kid: 'd-1700000000000' }),
            part({ sub: 'mallory', rsub: 'mallory', tId: 'public', iat: now, exp: now + 3600,
                sessionHandle: 'somewhere', refreshTokenHash1: 'abc', parentRefreshTokenHash1: null, antiCsrfToken: null }),
            'x'.repeat(342),
        ].join('.');
        return call('POST', '/like-comment', { headers: { Authorization: `Bearer ${token}` } });";
    let thrown = fixture
        .browser
        .attempt(call)
        .await
        .expect_err("it gives up");
    assert!(thrown.contains("2 times"), "{thrown}");
    assert_eq!(fixture.api.requests_to("/like-comment").len(), 3);
    assert_eq!(fixture.api.refreshes(), 2);
    assert!(page.session_exists().await);
    assert_served(page).await;
    assert_eq!(fixture.api.refreshes(), 2);
}

/// An application that fetches the token itself, for an older HTTP client, say.
async fn our_own_token_by_hand(mode: Mode) {
    let fixture = Fixture::of(mode)
        .settings(|settings| settings.expose_access_token_to_frontend_in_cookie_based_auth(true))
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    let call = "const Authorization = `Bearer ${await session.getAccessToken()}`;
        return call('POST', '/like-comment', { headers: { Authorization } });";
    let reply = fixture.browser.run(call).await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert!(page.refresh().await);
    let reply = fixture.browser.run(call).await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(fixture.api.refreshes(), 1);
}

/// The front end leaves a `rid` alone, and writes over an `anti-csrf`.
async fn headers_of_ours(mode: Mode) {
    let fixture = Fixture::of(mode)
        .settings(|settings| settings.anti_csrf(AntiCsrf::ViaToken))
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    for options in [
        r#"{ headers: { rid: "thirdparty" } }"#,
        r#"{ headers: { rid: "" } }"#,
        r#"{ headers: { rid: "mine", "anti-csrf": "mine", "st-auth-mode": "mine", "fdi-version": "9.9" } }"#,
    ] {
        let reply = page.call_with("POST", "/like-comment", options).await;
        assert_eq!(expect(&reply, 200)["user_id"], "alice", "{options}");
    }
    let sent = fixture.api.last_request_to("/like-comment");
    assert_eq!(sent.request_header("rid"), Some("mine"));
    assert_eq!(
        sent.request_header("st-auth-mode"),
        Some(&*mode.to_string())
    );
    let ours = sent.request_header("anti-csrf") != Some("mine");
    // With tokens in headers there is nothing to forge.
    assert_eq!(ours, mode == Mode::Cookie);
    assert_eq!(fixture.api.refreshes(), 0);
    assert_eq!(page.events().await, ["SESSION_CREATED"]);
}

/// Opens a page of another application on the same host, which sets cookies, and comes back.
async fn visit_another_app<'f>(fixture: &'f Fixture, cookies: &[&[u8]]) -> Page<'f> {
    let mut response =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 0\r\n".to_vec();
    for cookie in cookies {
        response.extend([b"set-cookie: ", *cookie, b"\r\n"].concat());
    }
    response.extend(b"connection: close\r\n\r\n");
    let app = RawServer::start(Raw::Sends(response)).await;
    let address = app.uri().replace("127.0.0.1", "localhost");
    fixture.browser.visit(&address).await;
    fixture
        .open_page("{ maxRetryAttemptsForSessionRefresh: 2 }")
        .await
}

/// It has the name of ours, and is there instead. A refresh mends that.
async fn cookie_of_another_app(mode: Mode) {
    let fixture = logged_in(mode).await;
    for value in ["garbage", "", "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk"] {
        let cookie = format!("sAccessToken={value}; Path=/; HttpOnly");
        let page = visit_another_app(&fixture, &[cookie.as_bytes()]).await;
        assert_eq!(fixture.browser.cookies_named("sAccessToken").await.len(), 1);
        fixture.api.take_requests();
        assert!(page.session_exists().await);
        assert_served(page).await;
        let refreshes = usize::from(mode == Mode::Cookie);
        assert_eq!(fixture.api.refreshes(), refreshes, "{value}");
        assert_served(page).await;
        assert_eq!(fixture.api.refreshes(), refreshes, "{value}");
        assert!(page.session_exists().await);
    }
}

/// It comes along with ours, on its path only. No refresh can mend that; the user keeps the session.
async fn cookie_of_another_path(mode: Mode) {
    let fixture = logged_in(mode).await;
    let cookie = "sAccessToken=garbage; Path=/like-comment";
    let page = visit_another_app(&fixture, &[cookie.as_bytes()]).await;
    fixture.api.take_requests();
    let call = "return call('POST', '/like-comment');";
    let called = fixture.browser.attempt(call).await;
    let refreshes = match mode {
        Mode::Cookie => {
            let thrown = called.expect_err("it gives up");
            assert!(thrown.contains("2 times"), "{thrown}");
            2
        }
        Mode::Header => {
            assert_eq!(called.expect("a response")["status"], 200);
            0
        }
    };
    assert_eq!(fixture.api.refreshes(), refreshes);
    assert!(page.session_exists().await);
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(fixture.api.refreshes(), refreshes);
}

/// Chromium shows the page no cookie at all then, and Rocket drops the header. The front end cannot see that anybody is
/// logged in, with any server. At the least, the API takes no token away.
async fn cookie_in_latin_1(mode: Mode) {
    let fixture = logged_in(mode).await;
    let page = visit_another_app(&fixture, &[b"name=Jos\xe9; Path=/"]).await;
    assert_eq!(fixture.browser.run("return document.cookie;").await, "");
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
    assert!(!page.session_exists().await);
    let reply = page.call("GET", "/comments").await;
    assert_eq!(*expect(&reply, 200), json!({ "user_id": null }));

    fixture.browser.drop_cookies("name").await;
    let in_cookies = usize::from(mode == Mode::Cookie);
    for name in ["sAccessToken", "sRefreshToken"] {
        assert_eq!(fixture.browser.cookies_named(name).await.len(), in_cookies);
    }
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(reply["status"], [401, 200][in_cookies]);
    page.log_in("alice").await;
    assert!(page.session_exists().await);
    assert_served(page).await;
}

async fn many_cookies(mode: Mode) {
    let fixture = logged_in(mode).await;
    let cookies: Vec<String> = ["a", "b", "c", "d", "e"]
        .map(|name| format!("{name}={}; Path=/", name.repeat(2000)))
        .into();
    let cookies: Vec<&[u8]> = cookies.iter().map(String::as_bytes).collect();
    let page = visit_another_app(&fixture, &cookies).await;
    fixture.api.take_requests();
    assert_served(page).await;
    assert_eq!(fixture.api.refreshes(), 0);
    let sent = fixture.api.last_request_to("/like-comment");
    let length = sent.request_header("cookie").map_or(0, str::len);
    assert!(length > 10_000, "{length}");
    assert!(page.refresh().await);
    assert_served(page).await;
    assert_eq!(page.sign_out().await, json!(null));
    assert!(!page.session_exists().await);
}

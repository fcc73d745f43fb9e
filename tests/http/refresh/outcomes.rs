//! Every way that a refresh can go.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderValue;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, Reply, encode_uri_component};
use serde_json::json;

use crate::fixture::{self, log_in, refresh_token};
use crate::in_both_generations;

in_both_generations!(
    the_core_is_told_what_it_needs,
    an_empty_cookie_is_no_token_and_an_empty_header_is_one,
    any_bearer_token_counts_as_the_refresh_token,
    the_other_way_is_cleared,
    nothing_is_cleared_while_the_core_is_away,
    a_revoked_session_cannot_be_refreshed,
    an_expired_session_cannot_be_refreshed,
    the_legacy_cookie_goes_with_every_outcome_that_settles_it,
    an_access_token_alone_ends_it,
    a_request_that_shows_nothing_clears_nothing,
);

const REFRESH: &str = "/auth/session/refresh";

async fn send(client: &mut Client, headers: &[(&str, &str)]) -> Reply {
    let mut request = client.plain(Method::POST, REFRESH);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request).await
}

async fn the_core_is_told_what_it_needs(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let token = refresh_token(&log_in(&mut client, "alice").await);
        core.take_calls();
        assert_eq!(client.refresh().await.status, 200);
        let calls = core.take_whole_calls();
        assert_eq!(calls.len(), 1);
        let (method, path) = (calls[0].method.as_str(), calls[0].path.as_str());
        assert_eq!((method, path), ("POST", "/recipe/session/refresh"));
        assert_eq!(
            calls[0].body,
            json!({ "refreshToken": token, "enableAntiCsrf": false, "useDynamicSigningKey": true }),
            "percent-decoded once, and nothing that is not set"
        );
        assert_eq!(calls[0].header("rid"), Some("session"));
        assert_eq!(calls[0].header("cdi-version"), Some(core.negotiated()));
    }
}

async fn an_empty_cookie_is_no_token_and_an_empty_header_is_one(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let token = encode_uri_component(&refresh_token(&log_in(&mut client, "alice").await));
    core.take_calls();
    let reply = send(&mut client, &[("cookie", "sRefreshToken=")]).await;
    reply.assert_refused("unauthorised", true);
    assert_eq!(core.take_calls(), [""; 0]);
    // What follows the scheme is trimmed; the cookie is not looked at any more.
    let cookie = format!("sRefreshToken={token}");
    let headers = [
        ("authorization", "Bearer \t x"),
        ("cookie", cookie.as_str()),
    ];
    let reply = send(&mut client, &headers).await;
    reply.assert_refused("unauthorised", true);
    assert_eq!(core.take_whole_calls()[0].body["refreshToken"], "x");
    // Another scheme, or this one in small letters, is none of ours.
    for other in ["bearer x", "Basic x", "Bearer", "Token x"] {
        let headers = [("authorization", other), ("cookie", cookie.as_str())];
        let mut client = app.client().with_cookies();
        assert_eq!(send(&mut client, &headers).await.status, 200, "{other}");
    }
}

async fn any_bearer_token_counts_as_the_refresh_token(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    core.take_calls();
    let access = format!("Bearer {}", client.access_token.clone().expect("a token"));
    let reply = send(&mut client, &[("authorization", &access)]).await;
    reply.assert_refused("unauthorised", true);
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
}

async fn the_other_way_is_cleared(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    // An access token alone does not tell of the other way; an empty cookie does.
    for (cookie, cleared) in [
        ("sAccessToken=x", 0),
        ("x=y", 0),
        ("sRefreshToken=x", 2),
        ("sRefreshToken=", 2),
    ] {
        let mut client = app.client();
        let token = refresh_token(&log_in(&mut client, "alice").await);
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("cookie", cookie)];
        let reply = send(&mut client, &headers).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.set_cookies().len(), cleared, "{cookie}: {reply:?}");
        assert!(reply.front_token().is_some());
        assert!(
            reply
                .header("st-refresh-token")
                .is_some_and(|token| !token.is_empty())
        );
    }
}

async fn nothing_is_cleared_while_the_core_is_away(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        for (behaviour, status) in [(Behaviour::Breaks, 503), (Behaviour::Refuses(500), 500)] {
            core.behave(behaviour);
            let headers = [
                ("authorization", "Bearer x"),
                ("cookie", "sIdRefreshToken=x"),
            ];
            let reply = send(&mut client.clone(), &headers).await;
            assert_eq!(reply.status, status);
            reply.assert_no_tokens();
        }
        core.behave(Behaviour::Works);
        assert_eq!(client.refresh().await.status, 200);
    }
}

async fn a_revoked_session_cannot_be_refreshed(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let reply = log_in(&mut client, "alice").await;
        let front_token = reply.front_token().expect("a front token");
        let handle = front_token["up"]["sessionHandle"]
            .as_str()
            .expect("a handle");
        let revoked = app.super_tokens().revoke_session(handle).await;
        assert!(revoked.expect("the core responds"));
        client.refresh().await.assert_refused("unauthorised", true);
    }
}

async fn an_expired_session_cannot_be_refreshed(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let app = App::serve(core.settings(), fixture::routes()).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    if !core.advance(Duration::from_secs(101 * 24 * 60 * 60)) {
        return rocket_supertokens_tests::skip("the time of this core cannot be moved");
    }
    client.refresh().await.assert_refused("unauthorised", true);
}

async fn the_legacy_cookie_goes_with_every_outcome_that_settles_it(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let legacy =
        "sIdRefreshToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
    let mut client = app.client();
    let token = refresh_token(&log_in(&mut client, "alice").await);
    let bearer = format!("Bearer {token}");
    for (headers, status, cookies) in [
        (vec![("authorization", bearer.as_str())], 200, 1),
        (vec![("authorization", "Bearer garbage")], 401, 3),
        (vec![], 401, 3),
    ] {
        let headers = [headers, vec![("cookie", "sIdRefreshToken=x")]].concat();
        let reply = send(&mut app.client(), &headers).await;
        assert_eq!(reply.status, status, "{reply:?}");
        assert_eq!(reply.set_cookies().len(), cookies);
        assert!(reply.set_cookies().contains(&legacy), "{reply:?}");
    }
}

async fn an_access_token_alone_ends_it(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    core.take_calls();
    let cookie = format!(
        "sAccessToken={}",
        client.access_token.clone().expect("a token")
    );
    for cookie in [cookie.as_str(), "sAccessToken=x", "sAccessToken="] {
        let reply = send(&mut client, &[("cookie", cookie)]).await;
        reply.assert_refused("unauthorised", true);
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

/// Rocket drops a header with a byte that is not UTF-8, here that of a cookie which is not ours, and says nothing
/// of it. The request could be one without cookies, or one with good tokens, which must stay.
async fn a_request_that_shows_nothing_clears_nothing(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    let token = client.refresh_token.clone().expect("a token");
    let ours = format!("sRefreshToken={token}").into_bytes();
    core.take_calls();
    for line in [
        [b"name=Jos\xe9; ", ours.as_slice()].concat(),
        [ours.as_slice(), b"; name=Jos\xe9"].concat(),
    ] {
        let line = HeaderValue::from_bytes(&line).expect("a header");
        for other in [None, Some("Basic eDp5")] {
            let mut request = client.plain(Method::POST, REFRESH).header("cookie", &line);
            if let Some(other) = other {
                request = request.header("authorization", other);
            }
            let reply = client.clone().send(request).await;
            reply.assert_refused("unauthorised", false);
        }
    }
    send(&mut client.clone(), &[])
        .await
        .assert_refused("unauthorised", false);
    // What can be read and holds no token of ours is another matter.
    for headers in [
        [("cookie", "")],
        [("cookie", "name=Jos\u{e9}")],
        [("cookie", "name=100%")],
    ] {
        let reply = send(&mut app.client(), &headers).await;
        reply.assert_refused("unauthorised", true);
    }
    assert_eq!(core.take_calls(), [""; 0]);
    assert_eq!(client.refresh().await.status, 200, "the session lives");
}

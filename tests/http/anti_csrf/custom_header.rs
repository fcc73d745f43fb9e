//! Protection against forged requests: none, or the custom header.

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};

use super::{routes, send_with};
use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    without_protection_nothing_is_asked_for,
    the_custom_header_is_asked_for_unless_the_request_only_reads,
    a_head_request_only_reads_where_rocket_makes_it_a_get,
    an_attribute_decides_for_its_route,
    headers_need_no_protection,
    without_a_token_nothing_is_checked,
    a_refresh_without_the_custom_header_ends_the_session,
);

async fn start(cdi: Cdi, configure: impl FnOnce(Builder) -> Builder) -> (Core, App, Client) {
    let (core, app) = fixture::start_with(cdi, configure, routes()).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    (core, app, client)
}

fn by_custom_header(settings: Builder) -> Builder {
    settings.anti_csrf(AntiCsrf::ViaCustomHeader)
}

async fn send(client: &mut Client, method: Method, path: &str, rid: Option<&str>) -> Reply {
    send_with(client, method, path, "rid", rid).await
}

async fn without_protection_nothing_is_asked_for(cdi: Cdi) {
    for explicit in [false, true] {
        let (_core, _app, mut client) = start(cdi, |settings| match explicit {
            true => settings.anti_csrf(AntiCsrf::None),
            false => settings,
        })
        .await;
        for (method, path) in [
            (Method::GET, "/session"),
            (Method::POST, "/session"),
            (Method::HEAD, "/head"),
            (Method::GET, "/checked-get"),
        ] {
            let reply = send(&mut client, method, path, None).await;
            assert_eq!(reply.status, 200, "{path}");
            assert_eq!(reply.header("anti-csrf"), None);
        }
        let reply = client.refresh().await;
        assert_eq!((reply.status, reply.header("anti-csrf")), (200, None));
        assert_eq!(client.post("/auth/signout").await.status, 200);
    }
}

async fn the_custom_header_is_asked_for_unless_the_request_only_reads(cdi: Cdi) {
    let (core, _app, mut client) = start(cdi, by_custom_header).await;
    assert_eq!(
        send(&mut client, Method::GET, "/session", None)
            .await
            .status,
        200
    );
    core.take_calls();
    for path in ["/session", "/auth/signout"] {
        let reply = send(&mut client, Method::POST, path, None).await;
        reply.assert_refused("try refresh token", false);
    }
    assert_eq!(core.take_calls(), [""; 0]);
    // The value does not matter: the front end sends its own.
    for rid in ["anti-csrf", "session", "thirdparty", ""] {
        let reply = send(&mut client, Method::POST, "/session", Some(rid)).await;
        assert_eq!(reply.status, 200, "{rid:?}");
    }
    let reply = send(&mut client, Method::POST, "/auth/signout", Some("session")).await;
    assert_eq!(reply.text, r#"{"status":"OK"}"#);
}

/// A route of its own for HEAD is checked. Where there is none, Rocket calls that for GET, and only that is seen.
async fn a_head_request_only_reads_where_rocket_makes_it_a_get(cdi: Cdi) {
    let (_core, _app, mut client) = start(cdi, by_custom_header).await;
    assert_eq!(
        send(&mut client, Method::HEAD, "/session", None)
            .await
            .status,
        200
    );
    assert_eq!(
        send(&mut client, Method::HEAD, "/head", None).await.status,
        401
    );
    let reply = send(&mut client, Method::HEAD, "/head", Some("x")).await;
    assert_eq!(reply.status, 200);
}

async fn an_attribute_decides_for_its_route(cdi: Cdi) {
    let (_core, _app, mut client) = start(cdi, by_custom_header).await;
    let reply = send(&mut client, Method::GET, "/checked-get", None).await;
    reply.assert_refused("try refresh token", false);
    let reply = send(&mut client, Method::GET, "/checked-get", Some("x")).await;
    assert_eq!(reply.status, 200);
    let reply = send(&mut client, Method::POST, "/unchecked-post", None).await;
    assert_eq!(reply.status, 200);
}

async fn headers_need_no_protection(cdi: Cdi) {
    for protection in [AntiCsrf::ViaCustomHeader, AntiCsrf::ViaToken] {
        let (_core, app, _) = start(cdi, |settings| settings.anti_csrf(protection)).await;
        let mut client = app.client();
        let reply = log_in(&mut client, "alice").await;
        assert_eq!(reply.header("anti-csrf"), None);
        for (method, path) in [
            (Method::POST, "/session"),
            (Method::GET, "/checked-get"),
            (Method::HEAD, "/head"),
        ] {
            let reply = send(&mut client, method, path, None).await;
            assert_eq!(reply.status, 200, "{path}");
        }
        let reply = client.refresh().await;
        assert_eq!((reply.status, reply.header("anti-csrf")), (200, None));
        assert_eq!(client.post("/session").await.status, 200);
        assert_eq!(client.post("/auth/signout").await.status, 200);
    }
}

async fn without_a_token_nothing_is_checked(cdi: Cdi) {
    for protection in [AntiCsrf::ViaCustomHeader, AntiCsrf::ViaToken] {
        let (_core, app, _) = start(cdi, |settings| settings.anti_csrf(protection)).await;
        let mut client = app.client().with_cookies();
        let reply = client.post("/session").await;
        reply.assert_refused("unauthorised", false);
        assert_eq!(client.get("/optional").await.text, "null");
    }
}

/// Here the tokens go: a page that cannot send the header would try for ever.
async fn a_refresh_without_the_custom_header_ends_the_session(cdi: Cdi) {
    let (core, _app, mut client) = start(cdi, by_custom_header).await;
    core.take_calls();
    let reply = client.clone().refresh().await;
    reply.assert_refused("unauthorised", true);
    assert_eq!(core.take_calls(), [""; 0]);
    let token = client.refresh_token.clone().expect("a token");
    let request = client
        .bare(Method::POST, "/auth/session/refresh")
        .header("cookie", format!("sRefreshToken={token}"))
        .header("rid", "session");
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200);
    let calls = core.take_whole_calls();
    assert_eq!(
        calls[0].body["enableAntiCsrf"], false,
        "the header was enough"
    );
}

//! What the routes have in common: switches, methods, and request headers that do not matter.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    each_route_can_be_switched_off,
    signing_out_is_not_stopped_by_the_other_headers,
    a_rid_never_blocks_a_route,
    only_their_own_method_is_served,
);

async fn each_route_can_be_switched_off(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let all = [
        (Method::POST, "/auth/session/refresh", 401),
        (Method::POST, "/auth/signout", 401),
        (Method::GET, "/auth/jwt/jwks.json", 200),
        (Method::GET, "/auth/.well-known/openid-configuration", 200),
    ];
    for off in 0..all.len() {
        let settings = core.settings();
        let settings = match off {
            0 => settings.refresh_route(false),
            1 => settings.sign_out_route(false),
            2 => settings.jwks_route(false),
            _ => settings.openid_configuration_route(false),
        };
        let app = App::serve(settings, fixture::routes()).await;
        for (n, (method, path, status)) in all.iter().enumerate() {
            let mut client = app.client();
            let reply = client.send(client.plain(method.clone(), path)).await;
            let expected = if n == off { 404 } else { *status };
            assert_eq!(reply.status, expected, "{path}");
        }
    }
}

async fn signing_out_is_not_stopped_by_the_other_headers(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for (name, value) in [
        ("fdi-version", "1.16,4.2"),
        ("fdi-version", "x"),
        ("content-type", "text/plain"),
    ] {
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        core.take_calls();
        let request = client
            .request(Method::POST, "/auth/signout")
            .header(name, value)
            .body("ignored");
        let reply = client.send(request).await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (200, r#"{"status":"OK"}"#)
        );
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert!(
            core.take_calls()
                .contains(&"/recipe/session/remove".to_owned())
        );
    }
}

async fn a_rid_never_blocks_a_route(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for rid in ["session", "anti-csrf", "thirdparty", "no-such-recipe", ""] {
        let mut client = app.client().with_cookies();
        log_in(&mut client, "alice").await;
        let token = client.refresh_token.clone().expect("a token");
        let request = client
            .bare(Method::POST, "/auth/session/refresh")
            .header("cookie", format!("sRefreshToken={token}"))
            .header("rid", rid);
        assert_eq!(client.send(request).await.text, "{}");
        let request = client
            .request(Method::POST, "/auth/signout")
            .header("rid", rid);
        assert_eq!(client.send(request).await.text, r#"{"status":"OK"}"#);
    }
}

async fn only_their_own_method_is_served(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for (method, path) in [
        (Method::GET, "/auth/session/refresh"),
        (Method::PUT, "/auth/session/refresh"),
        (Method::GET, "/auth/signout"),
        (Method::POST, "/auth/jwt/jwks.json"),
        (Method::POST, "/auth/.well-known/openid-configuration"),
        (Method::POST, "/authx/session/refresh"),
    ] {
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        let reply = client.send(client.request(method.clone(), path)).await;
        assert_eq!(reply.status, 404, "{method} {path}");
        reply.assert_no_tokens();
    }
}

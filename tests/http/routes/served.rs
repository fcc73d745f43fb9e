//! The routes that the fairing serves.

use std::path::PathBuf;

use reqwest::Method;
use rocket::error::ErrorKind;
use rocket::{Route, get, post, routes};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};
use serde_json::{Value, json};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    the_keys_are_served_to_anybody,
    keys_that_cannot_be_had_are_not_served,
    the_discovery_document_is_exact,
    each_route_can_be_switched_off,
    the_base_path_moves_them_all,
    signing_out_is_not_stopped_by_the_other_headers,
    a_rid_never_blocks_a_route,
    only_their_own_method_is_answered,
    the_rest_below_the_base_path_is_the_applications,
    a_base_path_is_served_or_refused,
    a_tenant_may_stand_in_the_path,
    own_routes_come_before_those_of_tenants,
    tenants_routes_are_switched_off_with_the_others,
);

async fn the_keys_are_served_to_anybody(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    core.take_calls();
    let mut client = app.client();
    let request = client
        .plain(Method::GET, "/auth/jwt/jwks.json")
        .header("origin", "https://any.example");
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    reply.assert_no_tokens();
    let calls = core.take_whole_calls();
    assert_eq!(calls.last().expect("a call").path, "/.well-known/jwks.json");

    let keys = reply.json();
    assert_eq!(keys.as_object().expect("an object").len(), 1);
    let keys = keys["keys"].as_array().expect("keys");
    let kinds: Vec<_> = keys
        .iter()
        .map(|key| &key["kid"].as_str().expect("a key id")[..2])
        .collect();
    assert!(kinds.contains(&"d-") && kinds.contains(&"s-"), "{kinds:?}");
    for key in keys {
        assert_eq!(
            (&key["kty"], &key["alg"], &key["use"]),
            (&json!("RSA"), &json!("RS256"), &json!("sig"))
        );
    }
    let policy = reply.header("cache-control").expect("a Cache-Control");
    let seconds = policy
        .strip_prefix("max-age=")
        .and_then(|rest| rest.strip_suffix(", must-revalidate"));
    let seconds: u64 = seconds.expect("the form").parse().expect("a number");
    // The key lives for a week.
    assert!((1..=7 * 24 * 60 * 60).contains(&seconds), "{policy}");
    let asked = app.super_tokens().jwks().await.expect("keys");
    assert!(asked.max_age.as_secs().abs_diff(seconds) <= 60, "{asked:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&asked.json).expect("JSON"),
        reply.json()
    );
}

async fn keys_that_cannot_be_had_are_not_served(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    core.behave(Behaviour::Breaks);
    let reply = app.client().get("/auth/jwt/jwks.json").await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (503, Some("5"))
    );
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let reply = app
        .client()
        .get("/auth/.well-known/openid-configuration")
        .await;
    assert_eq!(reply.status, 200, "needs no core");
}

async fn the_discovery_document_is_exact(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (settings, route, issuer) in [
        (core.settings(), "/auth", "http://localhost:8000/auth"),
        (
            core.settings()
                .api_domain("https://API.example.com/x")
                .website_domain("https://example.com"),
            "/auth",
            "https://api.example.com/auth",
        ),
        (
            core.settings()
                .api_gateway_path("/gw")
                .api_base_path("/v1/"),
            "/v1",
            "http://localhost:8000/gw/v1",
        ),
    ] {
        let app = App::serve(settings, fixture::routes()).await;
        core.take_calls();
        let reply = app
            .client()
            .get(&format!("{route}/.well-known/openid-configuration"))
            .await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            reply.text,
            format!(r#"{{"issuer":"{issuer}","jwks_uri":"{issuer}/jwt/jwks.json"}}"#),
            "nothing is named that is not served"
        );
        assert_eq!(core.take_calls(), [""; 0]);
        assert_eq!(app.super_tokens().openid_configuration().issuer, issuer);
    }
}

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

async fn the_base_path_moves_them_all(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (given, base) in [("/", ""), ("api/st", "/api/st")] {
        let app = App::serve(core.settings().api_base_path(given), fixture::routes()).await;
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        assert_eq!(
            client.get(&format!("{base}/jwt/jwks.json")).await.status,
            200
        );
        let path = format!("{base}/.well-known/openid-configuration");
        assert_eq!(client.get(&path).await.status, 200);
        let reply = client.post(&format!("{base}/session/refresh")).await;
        assert_eq!(reply.status, 401, "an access token is no refresh token");
        assert_eq!(client.get("/auth/jwt/jwks.json").await.status, 404);
        assert_eq!(client.post("/auth/x/session/refresh").await.status, 404);
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

async fn only_their_own_method_is_answered(cdi: Cdi) {
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

#[get("/session/refresh")]
fn own() -> &'static str {
    "own"
}

async fn the_rest_below_the_base_path_is_the_applications(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let rocket = App::rocket().attach(core.settings().fairing());
    let app = App::launch(rocket.mount("/auth", routes![own])).await;
    assert_eq!(app.client().get("/auth/session/refresh").await.text, "own");
    let reply = app.client().post("/auth/session/refresh").await;
    reply.assert_refused("unauthorised", false);
}

/// A path that browsers write in another way would be served under none: either way is a launch that fails or a
/// route that answers, and the refresh cookie goes where the route is.
async fn a_base_path_is_served_or_refused(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for base in [
        "/a b", "/äuth", "/<x>", "/<x..>", "/a%2Fb", "/a//b", "/v1//", "/a;b", "/[a]", "/a|b",
    ] {
        let settings = core.settings().api_base_path(base);
        let launch = App::rocket().attach(settings.fairing()).ignite().await;
        let error = launch.expect_err(base);
        assert!(
            matches!(error.kind(), ErrorKind::FailedFairings(_)),
            "{error:?}"
        );
    }
    for (given, base) in [
        ("/api/v1.0/auth/", "/api/v1.0/auth"),
        ("a/../b-c_d~e", "/b-c_d~e"),
        ("/!$&'()*+,=:@", "/!$&'()*+,=:@"),
        ("/auth?x#y", "/auth"),
    ] {
        let app = App::serve(core.settings().api_base_path(given), fixture::routes()).await;
        let mut client = app.client().with_cookies();
        let reply = log_in(&mut client, "alice").await;
        let path = format!("; Path={base}/session/refresh;");
        assert!(reply.set_cookies()[1].contains(&path), "{reply:?}");
        let jwks = client.get(&format!("{base}/jwt/jwks.json")).await;
        assert_eq!(jwks.status, 200, "{base}");
        let token = client.refresh_token.clone().expect("a token");
        let request = client
            .bare(Method::POST, &format!("{base}/session/refresh"))
            .header("cookie", format!("sRefreshToken={token}"));
        assert_eq!(client.send(request).await.status, 200, "{base}");
    }
}

/// Whatever tenant stands in the path, the session knows its own.
async fn a_tenant_may_stand_in_the_path(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for base in ["", "/auth", "/api/auth"] {
        let app = App::serve(core.settings().api_base_path(base), fixture::routes()).await;
        for tenant in ["public", "shop-1", "no-such-Tenant-9"] {
            let mut client = app.client();
            log_in(&mut client, "alice").await;
            let bearer = format!("Bearer {}", client.refresh_token.clone().expect("a token"));
            let request = client
                .bare(Method::POST, &format!("{base}/{tenant}/session/refresh"))
                .header("authorization", bearer);
            core.take_calls();
            let reply = client.send(request).await;
            assert_eq!(
                (reply.status, reply.text.as_str()),
                (200, "{}"),
                "{base} {tenant}"
            );
            assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
            let reply = client.post(&format!("{base}/{tenant}/signout")).await;
            assert_eq!(reply.text, r#"{"status":"OK"}"#, "{base} {tenant}");
            let reply = client.post(&format!("{base}/{tenant}/signout")).await;
            reply.assert_refused("unauthorised", false);
        }
        for other in [
            "a_b/signout",
            "a%20b/signout",
            "a/b/signout",
            "ü/session/refresh",
            "a/session",
        ] {
            let reply = app.client().post(&format!("{base}/{other}")).await;
            assert_eq!(reply.status, 404, "{base}/{other}");
        }
        let reply = app.client().get(&format!("{base}/public/signout")).await;
        assert_eq!(reply.status, 404);
    }
}

#[post("/<provider>/signout")]
fn own_sign_out(provider: &str) -> String {
    format!("own {provider}")
}

#[post("/<_>/session/<action>")]
fn own_action(action: &str) -> String {
    format!("own {action}")
}

#[post("/<path..>")]
fn any(path: PathBuf) -> String {
    format!("any {}", path.display())
}

/// The tenant's routes meet none of the application's: those for the same path come first, the catch-all last.
async fn own_routes_come_before_those_of_tenants(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let launch = |routes: Vec<Route>, base: &'static str| {
        let rocket = App::rocket().attach(core.settings().fairing());
        App::launch(rocket.mount(base, routes))
    };
    let app = launch(routes![own_sign_out, own_action], "/auth").await;
    let mut client = app.client();
    assert_eq!(client.post("/auth/github/signout").await.text, "own github");
    assert_eq!(
        client.post("/auth/t1/session/refresh").await.text,
        "own refresh"
    );
    client
        .post("/auth/signout")
        .await
        .assert_refused("unauthorised", false);
    for base in ["/auth", "/"] {
        let app = launch(routes![any], base).await;
        let reply = app.client().post("/auth/t1/signout").await;
        reply.assert_refused("unauthorised", false);
        let text = app.client().post("/auth/a_b/signout").await.text;
        assert!(text.starts_with("any "), "{text}");
    }
}

async fn tenants_routes_are_switched_off_with_the_others(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.refresh_route(false).sign_out_route(false)
    })
    .await;
    for path in ["/auth/public/session/refresh", "/auth/public/signout"] {
        assert_eq!(app.client().post(path).await.status, 404, "{path}");
    }
}

//! The cookies' attributes, as the domains and the settings have them.

use std::time::Duration;

use reqwest::Method;
use rocket::error::ErrorKind;
use rocket::serde::json::json;
use rocket_supertokens::config::SameSite;
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    same_site_follows_the_domains,
    sessions_in_headers_need_no_https,
    cookies_are_not_sent_insecurely_across_sites,
    the_attributes_can_be_chosen,
    settings_of_no_use_stop_the_launch,
);

/// The attributes of the two cookies after the date.
fn attributes(reply: &Reply) -> String {
    let lines = reply.set_cookies();
    let attributes = |line: &str| line.split_once(" GMT; ").expect("a date").1.to_owned();
    assert_eq!(lines.len(), 2, "{reply:?}");
    assert_eq!(attributes(lines[0]), attributes(lines[1]));
    attributes(lines[0])
}

async fn same_site_follows_the_domains(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let (lax, none) = (
        "HttpOnly; Secure; SameSite=Lax",
        "HttpOnly; Secure; SameSite=None",
    );
    let insecure = "HttpOnly; SameSite=Lax";
    for (api, website, expected) in [
        ("https://api.example.com", "https://example.com", lax),
        ("api.example.com", "https://www.example.com:8443", lax),
        ("https://a.example.co.uk", "https://b.example.co.uk", lax),
        ("https://api.example.com", "https://example.org", none),
        ("https://one.example.co.uk", "https://other.co.uk", none),
        // Suffixes that belong to somebody are suffixes too.
        (
            "https://one.herokuapp.com",
            "https://two.herokuapp.com",
            none,
        ),
        ("https://api.me.github.io", "https://me.github.io", lax),
        // Another scheme is another site.
        ("https://api.example.com", "http://example.com", none),
        ("http://api.example.com", "http://example.com", insecure),
        (
            "http://printer.local",
            "http://printer.local:8080",
            insecure,
        ),
        // What no list has is as good as a domain for developers and private networks.
        ("https://api.shop.test", "https://www.shop.test", lax),
        ("https://api.shop.test", "https://www.store.test", none),
        ("http://api.dev.local", "http://www.dev.local", insecure),
        ("https://nas.lan", "https://nas.lan:8443", lax),
        ("https://api.corp.internal", "https://corp.internal", lax),
        ("https://api.example", "https://api.example", lax),
        (
            "http://app.localhost:8000",
            "http://app.localhost:3000",
            insecure,
        ),
        (
            "http://host.docker.internal:8000",
            "http://host.docker.internal",
            insecure,
        ),
        (
            "http://api.shop.svc.cluster.local",
            "http://web.shop.svc.cluster.local",
            insecure,
        ),
        ("http://backend:8000", "http://backend", insecure),
        ("https://backend:8000", "https://frontend", none),
        ("http://[::1]:8000", "http://[::1]:3000", insecure),
        // All names that begin so, and all IPv4 addresses, are one site.
        ("http://localhost:8000", "http://localhost:3000", insecure),
        ("localhost:8000", "localhost.test:3000", insecure),
        ("http://127.0.0.1:8000", "http://localhost:3000", insecure),
        ("10.0.0.1:8000", "192.168.1.4", insecure),
        (
            "http://localhost:8000",
            "https://localhost:3000",
            "HttpOnly; SameSite=None",
        ),
    ] {
        let settings = core.settings().api_domain(api).website_domain(website);
        let app = App::serve(settings, fixture::routes()).await;
        let reply = log_in(&mut app.client().with_cookies(), "alice").await;
        assert_eq!(attributes(&reply), expected, "{api} {website}");
        let issuer = reply.front_token().expect("a front token")["up"]["iss"].clone();
        let scheme = if expected.contains("Secure") {
            "https://"
        } else {
            "http://"
        };
        assert!(
            issuer
                .as_str()
                .is_some_and(|issuer| issuer.starts_with(scheme))
        );
    }
}

/// Only sessions in cookies need what is missing, so the launch goes well and so do sessions in headers.
async fn sessions_in_headers_need_no_https(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let https = || core.settings().api_domain("https://api.example.com");
    for settings in [
        https()
            .website_domain("https://example.org")
            .cookie_secure(false),
        core.settings()
            .api_domain("http://api.example.com")
            .website_domain("https://example.com"),
        core.settings()
            .api_domain("http://api.shop.test")
            .website_domain("http://www.store.test"),
    ] {
        let app = App::serve(settings, fixture::routes()).await;
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        assert_eq!(client.get("/session").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
        core.take_calls();
        let mut client = app.client().with_cookies();
        let wish = json!({ "user_id": "alice" });
        let reply = client.json(Method::POST, "/create", &wish).await;
        assert_eq!(reply.status, 500, "{reply:?}");
        reply.assert_no_tokens();
        assert_eq!(core.take_calls(), [""; 0], "no session that nobody has");
    }
}

/// The front end's address is only known with the request here.
async fn cookies_are_not_sent_insecurely_across_sites(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| {
        settings
            .api_domain("http://api.example.com")
            .origin_fn(|request| {
                request
                    .header("x-site")
                    .unwrap_or("http://example.com")
                    .to_owned()
            })
    })
    .await;
    let create = |site: &str, mode: &str| {
        app.client()
            .plain(Method::POST, "/create")
            .header("x-site", site)
            .header("st-auth-mode", mode)
            .header("content-type", "application/json")
            .body(r#"{"user_id":"alice"}"#)
    };
    let foreign = "https://example.org";
    core.take_calls();
    let reply = app.client().send(create(foreign, "cookie")).await;
    assert_eq!(reply.status, 500, "{reply:?}");
    assert_eq!(reply.text, r#"{"message":"internal server error"}"#);
    reply.assert_no_tokens();
    assert_eq!(core.take_calls(), [""; 0], "no session that nobody has");
    assert_eq!(
        app.client().send(create(foreign, "header")).await.status,
        200
    );
    let own = create("http://www.example.com", "cookie");
    assert_eq!(app.client().send(own).await.set_cookies().len(), 2);
}

async fn the_attributes_can_be_chosen(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = || {
        core.settings()
            .api_domain("https://api.example.com")
            .website_domain("https://example.com")
    };
    for (settings, expected) in [
        (
            settings().cookie_same_site(SameSite::Strict),
            "HttpOnly; Secure; SameSite=Strict",
        ),
        (
            settings().cookie_same_site(SameSite::None),
            "HttpOnly; Secure; SameSite=None",
        ),
        (settings().cookie_secure(false), "HttpOnly; SameSite=Lax"),
        (
            core.settings().cookie_secure(true),
            "HttpOnly; Secure; SameSite=Lax",
        ),
        (
            settings()
                .website_domain("https://example.org")
                .cookie_same_site(SameSite::Lax),
            "HttpOnly; Secure; SameSite=Lax",
        ),
    ] {
        let app = App::serve(settings, fixture::routes()).await;
        let mut client = app.client().with_cookies();
        let reply = log_in(&mut client, "alice").await;
        assert_eq!(attributes(&reply), expected);
        let request = client
            .request(Method::POST, "/auth/signout")
            .header("rid", "session");
        assert_eq!(
            attributes(&client.send(request).await),
            expected,
            "cleared alike"
        );
    }
}

async fn settings_of_no_use_stop_the_launch(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = || core.settings().api_domain("https://api.example.com");
    for settings in [
        settings().website_domain("https://co.uk"),
        settings().website_domain("https://github.io"),
        settings().access_token_path("/a;b"),
        settings().api_gateway_path("/a;b"),
        settings().request_timeout(Duration::ZERO),
        settings().cookie_domain("a b"),
        settings().older_cookie_domain(" "),
        settings().session_expired_status_code(403),
        settings().access_token_cookie_name("sRefreshToken"),
    ] {
        let shown = format!("{settings:?}");
        let launch = App::rocket().attach(settings.fairing()).ignite().await;
        let error = launch.expect_err(&shown);
        assert!(
            matches!(error.kind(), ErrorKind::FailedFairings(_)),
            "{error:?}"
        );
    }
}

//! The cookies' attributes, as the domains and the settings have them.

use reqwest::Method;
use rocket::error::ErrorKind;
use rocket_supertokens::SameSite;
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::bench::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    same_site_follows_the_domains,
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
        let app = App::serve(settings, bench::routes()).await;
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

/// The front end's address is only known with the request here; otherwise the launch would have failed.
async fn cookies_are_not_sent_insecurely_across_sites(cdi: Cdi) {
    let (core, app) = bench::start(cdi, |settings| {
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
        let app = App::serve(settings, bench::routes()).await;
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
        settings().website_domain("http://[::1]:3000"),
        settings()
            .website_domain("https://example.org")
            .cookie_secure(false),
        core.settings()
            .api_domain("http://api.example.com")
            .website_domain("https://example.com"),
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

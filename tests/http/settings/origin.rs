//! One API behind several front ends, told apart by the request.

use reqwest::Method;
use rocket_supertokens::config::{AntiCsrf, SameSite};
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};

use crate::fixture;
use crate::in_both_generations;

in_both_generations!(
    cookies_follow_the_origin_of_the_request,
    the_custom_header_is_asked_for_where_the_origin_is_foreign,
    an_origin_that_cannot_be_read_is_foreign,
    what_is_chosen_does_not_depend_on_the_origin,
    the_origin_wins_over_the_website_domain,
);

async fn start(cdi: Cdi) -> (Core, App) {
    fixture::start(cdi, |settings| {
        settings
            .api_domain("https://api.example.com")
            .website_domain("https://api.example.com")
            .origin_fn(|request| request.header("x-site").unwrap_or_default().to_owned())
    })
    .await
}

async fn log_in_from(client: &mut Client, site: &str) -> Reply {
    let request = client
        .bare(Method::POST, "/create")
        .header("x-site", site)
        .header("content-type", "application/json")
        .body(r#"{"user_id":"alice"}"#);
    client.send(request).await
}

async fn cookies_follow_the_origin_of_the_request(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for (site, same_site) in [
        ("https://example.com", "Lax"),
        ("https://shop.example.com:8443/path", "Lax"),
        ("example.com", "Lax"),
        ("https://example.org", "None"),
        ("http://example.com", "None"),
    ] {
        let mut client = app.client().with_cookies();
        let reply = log_in_from(&mut client, site).await;
        let expected = format!("; HttpOnly; Secure; SameSite={same_site}");
        let lines = reply.set_cookies();
        assert_eq!(lines.len(), 2);
        assert!(
            lines.iter().all(|line| line.ends_with(&expected)),
            "{site}: {lines:?}"
        );
    }
}

async fn the_custom_header_is_asked_for_where_the_origin_is_foreign(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    log_in_from(&mut client, "https://example.com").await;
    let write = |client: &Client, site: &str| {
        client
            .request(Method::POST, "/session")
            .header("x-site", site)
    };
    let own = write(&client, "https://example.com");
    assert_eq!(client.send(own).await.status, 200);
    let foreign = write(&client, "https://example.org");
    client
        .send(foreign)
        .await
        .assert_refused("try refresh token", false);
    let with_header = write(&client, "https://example.org").header("rid", "");
    assert_eq!(
        client.send(with_header).await.status,
        200,
        "any value will do"
    );

    let refresh = |client: &Client| {
        let token = client.refresh_token.clone().expect("a token");
        client
            .bare(Method::POST, "/auth/session/refresh")
            .header("cookie", format!("sRefreshToken={token}"))
    };
    core.take_calls();
    let foreign = refresh(&client).header("x-site", "https://example.org");
    let reply = client.clone().send(foreign).await;
    assert_eq!(
        (reply.status, reply.header("front-token")),
        (401, Some("remove"))
    );
    assert_eq!(core.take_calls(), [""; 0]);
    let own = refresh(&client).header("x-site", "https://example.com");
    assert_eq!(client.send(own).await.status, 200);
}

async fn an_origin_that_cannot_be_read_is_foreign(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for site in ["", "nonsense", "http://", "https://co.uk", "http://[::1]:1"] {
        let mut client = app.client().with_cookies();
        let reply = log_in_from(&mut client, site).await;
        assert_eq!(reply.status, 200);
        assert!(
            reply.set_cookies()[0].ends_with("; Secure; SameSite=None"),
            "{site}"
        );
        let request = client
            .request(Method::POST, "/session")
            .header("x-site", site);
        client
            .send(request)
            .await
            .assert_refused("try refresh token", false);
    }
}

async fn what_is_chosen_does_not_depend_on_the_origin(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .api_domain("https://api.example.com")
            .origin_fn(|_| "https://example.org".to_owned())
            .cookie_same_site(SameSite::Strict)
    })
    .await;
    let mut client = app.client().with_cookies();
    let reply = log_in_from(&mut client, "").await;
    assert!(reply.set_cookies()[0].ends_with("; Secure; SameSite=Strict"));
    assert_eq!(
        client.post("/session").await.status,
        200,
        "so no custom header"
    );

    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .api_domain("https://api.example.com")
            .origin_fn(|_| "https://example.org".to_owned())
            .anti_csrf(AntiCsrf::None)
    })
    .await;
    let mut client = app.client().with_cookies();
    let reply = log_in_from(&mut client, "").await;
    assert!(reply.set_cookies()[0].ends_with("; Secure; SameSite=None"));
    assert_eq!(client.post("/session").await.status, 200);
}

async fn the_origin_wins_over_the_website_domain(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core
        .settings()
        .api_domain("https://api.example.com")
        .website_domain("https://example.org")
        .origin("https://example.com");
    let app = App::serve(settings, fixture::routes()).await;
    let reply = log_in_from(&mut app.client().with_cookies(), "").await;
    assert!(
        reply.set_cookies()[0].ends_with("; Secure; SameSite=Lax"),
        "{reply:?}"
    );
}

//! Two cookies of one name, since `cookie_domain` was changed while the user had a session.
//!
//! In cookie mode: where tokens are in headers, the API sets no cookies.

use rocket_supertokens::Builder;

use crate::api::Api;
use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::page::Page;
use crate::scenario::Scenarios;

const SITE: &str = ".example.test";
const HOST: &str = "api.example.test";
const NAMES: [&str; 2] = ["sAccessToken", "sRefreshToken"];

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("duplicates")
        .once("from_the_host_to_the_site", || heals(None, Some(SITE)))
        .once("from_the_site_to_the_host", || heals(Some(SITE), None))
        .once("without_the_older_domain", without_the_older_domain)
}

/// One request of the page fails, and then everything is as before.
async fn heals(before: Option<&'static str>, after: Option<&'static str>) {
    let (fixture, api) = changed(before, after, Some(before.unwrap_or_default())).await;
    let page = fixture.page();
    assert_heals(&fixture, page, &api, after).await;
    // For good.
    let refreshes = api.refreshes();
    fixture.lose_access_token().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(api.refreshes(), refreshes + 1);
    assert_eq!(page.turns().await, ["REFRESH_SESSION", "REFRESH_SESSION"]);
    assert_domains(&fixture, &[after]).await;
}

/// Nobody knows which cookie is the older one. The user's requests fail, and to log in again does not help. It does not
/// go in circles either, and when the setting is there, the session is back without a log-in.
async fn without_the_older_domain() {
    let (fixture, api) = changed(None, Some(SITE), None).await;
    let page = fixture.page();
    for log_in in [false, true] {
        if log_in {
            page.log_in("alice").await;
        }
        let (calls, refreshes) = (api.requests_to("/like-comment").len(), api.refreshes());
        let refused = page.call("POST", "/like-comment").await;
        assert_eq!(expect(&refused, 500)["message"], "internal server error");
        assert_eq!(api.requests_to("/like-comment").len(), calls + 1);
        assert_eq!(api.refreshes(), refreshes + 1);
        assert!(page.session_exists().await);
    }
    assert_eq!(page.turns().await, ["REFRESH_SESSION"]);
    drop(api);

    let (api, domain) = fixture.another_api(domains(Some(SITE), Some(""))).await;
    page.open(fixture.origin(), &domain, Mode::Cookie, "{}")
        .await;
    assert_heals(&fixture, page, &api, Some(SITE)).await;
}

/// A user with a session, whose tokens were then refreshed by an application with another cookie domain.
async fn changed(
    before: Option<&'static str>,
    after: Option<&'static str>,
    older: Option<&'static str>,
) -> (Fixture, Api) {
    let fixture = Fixture::of(Mode::Cookie)
        .hosts(HOST, "www.example.test")
        .settings(domains(before, None))
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert_domains(&fixture, &[before]).await;

    let (api, domain) = fixture.another_api(domains(after, older)).await;
    page.open(fixture.origin(), &domain, Mode::Cookie, "{}")
        .await;
    // Nothing happens until the application sets cookies for the first time.
    expect(&page.call("POST", "/like-comment").await, 200);
    assert!(page.refresh().await);
    assert_domains(&fixture, &[before, after]).await;
    (fixture, api)
}

fn domains(
    domain: Option<&'static str>,
    older: Option<&'static str>,
) -> impl FnOnce(Builder) -> Builder + Send {
    move |settings| {
        let settings = match domain {
            Some(domain) => settings.cookie_domain(domain),
            None => settings,
        };
        match older {
            Some(older) => settings.older_cookie_domain(older),
            None => settings,
        }
    }
}

/// The refresh that finds two of them removes the older ones, and brings no tokens. The front end does not know that
/// and throws, but keeps the session.
async fn assert_heals(fixture: &Fixture, page: Page<'_>, api: &Api, after: Option<&str>) {
    let refreshes = api.refreshes();
    let thrown = fixture
        .browser
        .attempt("return call('POST', '/like-comment');")
        .await;
    let thrown = thrown.expect_err("one request fails");
    assert!(
        thrown.contains("The 'front-token' header is missing from a successful refresh-session"),
        "{thrown}"
    );
    assert_eq!(api.refreshes(), refreshes + 1);
    let cleared = api.last_request_to("/auth/session/refresh");
    assert_eq!(cleared.status, 200, "{cleared:?}");
    assert!(page.session_exists().await);
    assert_domains(fixture, &[after]).await;

    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(api.refreshes(), refreshes + 1);
}

/// The cookies of the session are there once for each of these domains.
async fn assert_domains(fixture: &Fixture, domains: &[Option<&str>]) {
    let mut expected: Vec<&str> = domains
        .iter()
        .map(|domain| domain.unwrap_or(HOST))
        .collect();
    expected.sort_unstable();
    for name in NAMES {
        let cookies = fixture.browser.cookies_named(name).await;
        let mut found: Vec<&str> = cookies.iter().map(|cookie| cookie.text("domain")).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
}

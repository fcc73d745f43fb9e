//! API and website are different sites, by https.

use rocket_supertokens_tests::eventually;

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("cross_site").both("a_whole_session", a_whole_session)
}

/// With nothing but the two domains in the settings: the cookies are `SameSite=None; Secure`, and what changes something
/// needs the custom header.
async fn a_whole_session(mode: Mode) {
    let fixture = Fixture::of(mode)
        .https()
        .hosts("api.example.test", "www.other.test")
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    let mut cookies = fixture.browser.cookies().await;
    cookies.retain(|cookie| cookie.text("domain") == "api.example.test");
    let names: Vec<&str> = cookies.iter().map(|cookie| cookie.text("name")).collect();
    match mode {
        Mode::Cookie => {
            assert_eq!(names.len(), 2, "{cookies:?}");
            for cookie in &cookies {
                assert!(cookie.is_secure(), "{cookie:?}");
                assert_eq!(cookie.text("sameSite"), "None", "{cookie:?}");
            }
        }
        Mode::Header => assert_eq!(names, [""; 0]),
    }

    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    // As if another client had the cookies, which does not know of the header.
    let status = without_custom_header(&fixture).await;
    assert_eq!(status, if mode == Mode::Cookie { 401 } else { 200 });

    let refreshes = fixture.api.refreshes();
    fixture.lose_access_token().await;
    expect(&page.call("POST", "/like-comment").await, 200);
    assert_eq!(fixture.api.refreshes(), refreshes + 1);
    expect(&page.call("GET", "/sensitive").await, 200);

    assert!(page.sign_out().await.is_null());
    assert!(!page.session_exists().await);
    assert_eq!(
        page.turns().await,
        ["SESSION_CREATED", "REFRESH_SESSION", "SIGN_OUT"]
    );
    for name in ["sAccessToken", "sRefreshToken", "st-access-token"] {
        eventually(async || fixture.browser.cookies_named(name).await.is_empty()).await;
    }
    expect(&page.call("POST", "/like-comment").await, 401);
}

/// The status of a protected request with the tokens of the browser, and without `rid`.
async fn without_custom_header(fixture: &Fixture) -> u16 {
    let (header, value) = match fixture.mode {
        Mode::Cookie => (
            "cookie",
            token(fixture, "sAccessToken", "sAccessToken=").await,
        ),
        Mode::Header => (
            "authorization",
            token(fixture, "st-access-token", "Bearer ").await,
        ),
    };
    let mut client = fixture.api.app.client();
    let request = client.plain(reqwest::Method::POST, "/like-comment");
    client.send(request.header(header, value)).await.status
}

async fn token(fixture: &Fixture, cookie: &str, before: &str) -> String {
    let cookies = fixture.browser.cookies_named(cookie).await;
    format!("{before}{}", cookies[0].text("value"))
}

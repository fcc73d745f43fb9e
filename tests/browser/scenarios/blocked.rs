//! Browsers that do not keep cookies.

use crate::browser::Profile;
use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("blocked")
        .both("those_of_other_sites", of_other_sites)
        .both("all", all)
}

/// An API on another site cannot keep cookies. The user seems to be logged in until the next request, which is told,
/// after one try to refresh, that there is no session. In headers it works, since the page keeps the tokens itself.
async fn of_other_sites(mode: Mode) {
    let fixture = Fixture::of(mode)
        .https()
        .hosts("api.example.test", "www.other.test")
        .profile(Profile::without_third_party_cookies())
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    assert!(page.session_exists().await);
    assert_eq!(fixture.browser.cookies_named("sAccessToken").await.len(), 0);
    let refreshes = fixture.api.refreshes();
    if mode == Mode::Header {
        expect(&page.call("POST", "/like-comment").await, 200);
        fixture.lose_access_token().await;
        expect(&page.call("POST", "/like-comment").await, 200);
        assert_eq!(fixture.api.refreshes(), refreshes + 1);
        assert_eq!(page.turns().await, ["SESSION_CREATED", "REFRESH_SESSION"]);
        return;
    }
    for round in 0..2 {
        let refused = page.call("POST", "/like-comment").await;
        assert_eq!(expect(&refused, 401)["message"], "unauthorised");
        assert!(!page.session_exists().await);
        assert_eq!(fixture.api.refreshes(), refreshes + 1, "{round}");
        assert_eq!(fixture.api.requests_to("/like-comment").len(), round + 1);
    }
}

/// Chromium then keeps nothing at all for the page, and the front end cannot begin. It says so itself, and the API hears
/// nothing. A page that does not use it is refused like anybody without tokens.
async fn all(mode: Mode) {
    let fixture = Fixture::of(mode)
        .profile(Profile::without_cookies())
        .not_begun()
        .start()
        .await;
    let (browser, page) = (&fixture.browser, fixture.page());
    browser.visit(&format!("{}/", fixture.origin())).await;
    let begin = format!("begin('{}', '{mode}');", fixture.api_domain());
    let thrown = browser.attempt(&begin).await.expect_err("it cannot begin");
    let expected = "SecurityError: Failed to read the 'localStorage' property from 'Window'";
    assert!(thrown.contains(expected), "{thrown}");
    assert_eq!(fixture.api.requests(), 0);

    let log_in = format!(
        "return call('POST', '/login', {{
            body: {{ user_id: 'alice' }},
            headers: {{ 'st-auth-mode': '{mode}' }},
            credentials: 'include',
        }});"
    );
    expect(&browser.run(&log_in).await, 200);
    assert_eq!(browser.cookies().await.len(), 0);
    for path in ["/like-comment", "/auth/session/refresh"] {
        let refused = page.call("POST", path).await;
        assert_eq!(expect(&refused, 401)["message"], "unauthorised");
    }
    expect(&page.call("GET", "/comments").await, 200);
    assert_eq!(fixture.api.requests(), 4);
}

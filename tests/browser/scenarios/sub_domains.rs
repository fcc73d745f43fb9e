//! Several websites and several names of the API, all on one site.

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("sub_domains").both("share_a_session", share_a_session)
}

const SHARED: &str =
    "{ sessionTokenFrontendDomain: '.example.test', sessionTokenBackendDomain: '.example.test' }";

/// Who logs in at one website is logged in at the other one and at all names of the API, and so it is with logging out.
async fn share_a_session(mode: Mode) {
    let fixture = Fixture::of(mode)
        .hosts("api.example.test", "www.example.test")
        .also_for("account.example.test")
        .settings(|settings| settings.cookie_domain(".example.test"))
        .options(SHARED)
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;

    let account = fixture.website_as("account.example.test");
    page.open(&account, fixture.api_domain(), mode, SHARED)
        .await;
    assert!(page.session_exists().await);
    let other_name = format!(
        "http://files.example.test:{}/like-comment",
        fixture.api.app.port()
    );
    for api in ["/like-comment", &other_name] {
        let reply = page.call("POST", api).await;
        assert_eq!(expect(&reply, 200)["user_id"], "alice");
    }
    let refreshes = fixture.api.refreshes();
    fixture.lose_access_token().await;
    expect(&page.call("POST", &other_name).await, 200);
    assert_eq!(fixture.api.refreshes(), refreshes + 1);
    assert!(page.sign_out().await.is_null());
    assert_eq!(page.turns().await, ["REFRESH_SESSION", "SIGN_OUT"]);

    let page = fixture.open_page(SHARED).await;
    assert!(!page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(fixture.api.refreshes(), refreshes + 1);
}

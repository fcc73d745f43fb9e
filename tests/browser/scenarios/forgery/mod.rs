//! Requests that another website's page makes the browser send, cookies and all.
//!
//! In cookie mode, except for one scenario: where tokens are in headers, the browser adds nothing by itself.

mod scene;

use rocket_supertokens::config::{AntiCsrf, SameSite};

use self::scene::{Forger, Scene, assert_has_cookies_only};
use crate::fixture::expect;
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    use AntiCsrf::{ViaCustomHeader, ViaToken};
    use Forger::{OtherSite, Sibling};
    Scenarios::new("forgery")
        .once("from_another_site_via_custom_header", || {
            refused(OtherSite, None)
        })
        .once("from_another_site_via_token", || {
            refused(OtherSite, Some(ViaToken))
        })
        .once("from_a_sibling_via_custom_header", || {
            refused(Sibling, Some(ViaCustomHeader))
        })
        .once("from_a_sibling_via_token", || {
            refused(Sibling, Some(ViaToken))
        })
        .once("without_protection_it_would_pass", without_protection)
        .once("lax_cookies_do_not_come_from_another_site", lax_cookies)
        .one("there_is_nothing_to_send_along", Mode::Header, in_headers)
        .once("a_refresh_via_custom_header", || {
            refresh(Some(ViaCustomHeader))
        })
        .once("a_refresh_via_token", || refresh(Some(ViaToken)))
}

/// What the user's page does passes, what another one does is refused, and the page does not notice.
async fn refused(from: Forger, protection: Option<AntiCsrf>) {
    let scene = Scene::set(Mode::Cookie, from, Some(SameSite::None), protection).await;
    let fixture = &scene.fixture;
    let refreshes = fixture.api.refreshes();
    expect(&fixture.page().call("POST", "/transfer").await, 200);
    assert_eq!(scene.transfers(), 1);
    fixture.core.take_calls();

    scene.go_to_attacker().await;
    for forged in [
        scene.forge_by_fetch("/transfer").await,
        scene.forge_by_form("/transfer").await,
        scene.forge_by_form("/auth/signout").await,
    ] {
        assert_eq!(forged.status, 401, "{forged:?}");
        assert_has_cookies_only(&forged);
    }
    assert_eq!(scene.transfers(), 1, "the handler did not run");
    scene.assert_tokens_untouched().await;
    scene.assert_reads_nothing().await;
    // Neither did anybody ask the core, which would have ended the session.
    assert_eq!(fixture.core.take_calls(), [""; 0]);

    scene.go_to_user().await;
    let page = fixture.page();
    assert!(page.session_exists().await);
    expect(&page.call("POST", "/transfer").await, 200);
    assert_eq!(scene.transfers(), 2);
    assert_eq!(page.turns().await, ["SESSION_CREATED"]);
    assert_eq!(fixture.api.refreshes(), refreshes);
    assert!(page.sign_out().await.is_null());
    assert!(!page.session_exists().await);
    assert_eq!(fixture.api.last_request_to("/auth/signout").status, 200);
}

/// The same forged requests are as good as the user's own, if nothing is asked for. So it is that which refuses them.
async fn without_protection() {
    for from in [Forger::OtherSite, Forger::Sibling] {
        let scene = Scene::set(
            Mode::Cookie,
            from,
            Some(SameSite::None),
            Some(AntiCsrf::None),
        );
        let scene = scene.await;
        scene.go_to_attacker().await;
        for forged in [
            scene.forge_by_fetch("/transfer").await,
            scene.forge_by_form("/transfer").await,
        ] {
            assert_eq!(forged.status, 200, "{forged:?}");
            assert_has_cookies_only(&forged);
        }
        assert_eq!(scene.transfers(), 2);
        let forged = scene.forge_by_form("/auth/signout").await;
        assert_eq!(forged.status, 200);
        scene.go_to_user().await;
        assert_eq!(
            scene
                .fixture
                .browser
                .cookies_named("sAccessToken")
                .await
                .len(),
            0
        );
    }
}

/// The default of an API and a website on one site: the browser sends no cookie with what another site makes it send.
/// A request without any token takes none away from the user either.
async fn lax_cookies() {
    let scene = Scene::set(Mode::Cookie, Forger::OtherSite, None, None).await;
    assert_come_without(&scene, "cookie").await;
}

async fn in_headers(mode: Mode) {
    for from in [Forger::OtherSite, Forger::Sibling] {
        let scene = Scene::set(mode, from, Some(SameSite::None), None).await;
        assert_come_without(&scene, "authorization").await;
    }
}

/// Whatever is forged arrives without the header that has the tokens, is refused, and does no harm.
async fn assert_come_without(scene: &Scene, header: &str) {
    scene.go_to_attacker().await;
    for forged in [
        scene.forge_by_fetch("/transfer").await,
        scene.forge_by_form("/transfer").await,
        scene.forge_by_form("/auth/signout").await,
        scene.forge_by_form("/auth/session/refresh").await,
    ] {
        assert_eq!(forged.status, 401, "{forged:?}");
        assert_eq!(forged.request_header(header), None);
    }
    assert_eq!(scene.transfers(), 0);
    scene.assert_tokens_untouched().await;
    scene.assert_user_goes_on().await;
}

/// A forged refresh brings no new tokens. But a refresh that is refused ends what the browser has, as in every
/// SuperTokens SDK, since a front end that cannot pass would try for ever: the user has to log in again.
async fn refresh(protection: Option<AntiCsrf>) {
    let scene = Scene::set(
        Mode::Cookie,
        Forger::OtherSite,
        Some(SameSite::None),
        protection,
    )
    .await;
    let fixture = &scene.fixture;
    scene.go_to_attacker().await;
    let forged = scene.forge_by_form("/auth/session/refresh").await;
    assert_eq!(forged.status, 401, "{forged:?}");
    assert_has_cookies_only(&forged);

    scene.go_to_user().await;
    let page = fixture.page();
    let refused = page.call("POST", "/transfer").await;
    assert_eq!(expect(&refused, 401)["message"], "unauthorised");
    assert!(!page.session_exists().await);
    assert_eq!(page.turns().await, ["SESSION_CREATED", "UNAUTHORISED"]);
    assert_eq!(scene.transfers(), 0);
    page.log_in("alice").await;
    expect(&page.call("POST", "/transfer").await, 200);
}

//! Requests that another website's page makes the browser send, cookies and all.
//!
//! In cookie mode, except for one scenario: where tokens are in headers, the browser adds nothing by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::{State, post, routes};
use rocket_supertokens::config::{AntiCsrf, SameSite};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::eventually;
use thirtyfour::WindowHandle;

use crate::api::Exchange;
use crate::browser::{BrowserCookie, Profile};
use crate::fixture::{Fixture, expect};
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

/// Who forges.
#[derive(Clone, Copy, PartialEq)]
enum Forger {
    /// Another site, which receives the cookies because they are `SameSite=None`. All by https.
    OtherSite,
    /// Another host of the same site, which `SameSite=Lax` does not keep out.
    Sibling,
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
    fixture.browser.run("await session.signOut();").await;
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
    scene.go_to_attacker().await;
    for forged in [
        scene.forge_by_fetch("/transfer").await,
        scene.forge_by_form("/transfer").await,
        scene.forge_by_form("/auth/signout").await,
        scene.forge_by_form("/auth/session/refresh").await,
    ] {
        assert_eq!(forged.status, 401, "{forged:?}");
        assert_eq!(forged.request_header("cookie"), None);
    }
    assert_eq!(scene.transfers(), 0);
    scene.assert_tokens_untouched().await;
    scene.assert_user_goes_on().await;
}

async fn in_headers(mode: Mode) {
    for from in [Forger::OtherSite, Forger::Sibling] {
        let scene = Scene::set(mode, from, Some(SameSite::None), None).await;
        scene.go_to_attacker().await;
        for forged in [
            scene.forge_by_fetch("/transfer").await,
            scene.forge_by_form("/transfer").await,
            scene.forge_by_form("/auth/signout").await,
            scene.forge_by_form("/auth/session/refresh").await,
        ] {
            assert_eq!(forged.status, 401, "{forged:?}");
            assert_eq!(forged.request_header("authorization"), None);
        }
        assert_eq!(scene.transfers(), 0);
        scene.assert_tokens_untouched().await;
        scene.assert_user_goes_on().await;
    }
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

/// A user who is logged in, and an attacker's page in a second window.
struct Scene {
    fixture: Fixture,
    user: WindowHandle,
    attacker: WindowHandle,
    attacker_origin: String,
    transfers: Arc<AtomicUsize>,
    /// All cookies of the browser after the log-in.
    cookies: Vec<BrowserCookie>,
}

impl Scene {
    /// The page comes from the API, so that no CORS fairing refuses what is to be refused by the session.
    async fn set(
        mode: Mode,
        from: Forger,
        same_site: Option<SameSite>,
        protection: Option<AntiCsrf>,
    ) -> Self {
        let transfers = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&transfers);
        let host = "api.example.test";
        let setup = Fixture::of(mode)
            .profile(Profile::with_third_party_cookies(true))
            .one_origin()
            .hosts(host, host)
            .rocket(|rocket| rocket.manage(counted))
            .routes(routes![transfer])
            .settings(move |settings| {
                let settings = match same_site {
                    Some(same_site) if from == Forger::OtherSite => {
                        settings.cookie_same_site(same_site)
                    }
                    _ => settings,
                };
                match protection {
                    Some(protection) => settings.anti_csrf(protection),
                    None => settings,
                }
            });
        let (setup, attacker_host) = match from {
            Forger::OtherSite => (setup.https(), "www.other.test"),
            Forger::Sibling => (setup, "evil.example.test"),
        };
        let fixture = setup.start().await;
        fixture.page().log_in("alice").await;
        let user = fixture.browser.window().await;
        let attacker = fixture.browser.open_window().await;
        fixture.browser.go_to(&user).await;
        Self {
            attacker_origin: fixture.website_as(attacker_host),
            cookies: fixture.browser.cookies().await,
            fixture,
            user,
            attacker,
            transfers,
        }
    }

    /// How often the handler has run.
    fn transfers(&self) -> usize {
        self.transfers.load(Ordering::Relaxed)
    }

    async fn assert_tokens_untouched(&self) {
        assert_eq!(self.fixture.browser.cookies().await, self.cookies);
    }

    async fn go_to_user(&self) {
        self.fixture.browser.go_to(&self.user).await;
    }

    async fn go_to_attacker(&self) {
        self.fixture.browser.go_to(&self.attacker).await;
        let page = format!("{}/bare", self.attacker_origin);
        self.fixture.browser.visit(&page).await;
    }

    /// A POST by script, of the kind for which the browser asks nobody.
    async fn forge_by_fetch(&self, path: &str) -> Exchange {
        let address = format!("{}{path}", self.fixture.api_domain());
        let forge = format!(
            "const options = {{ method: 'POST', mode: 'no-cors', credentials: 'include' }};
            return (await fetch('{address}', options)).type;"
        );
        let arrived = self.fixture.api.requests_to(path).len();
        assert_eq!(self.fixture.browser.run(&forge).await, "opaque");
        assert_eq!(self.fixture.api.requests_to(path).len(), arrived + 1);
        self.fixture.api.last_request_to(path)
    }

    /// A POST by a form that sends itself, whose answer takes the place of the page.
    async fn forge_by_form(&self, path: &str) -> Exchange {
        let address = format!("{}{path}", self.fixture.api_domain());
        let forge = format!(
            "const form = document.createElement('form');
            form.method = 'post';
            form.action = '{address}';
            document.body.append(form);
            setTimeout(() => form.submit());"
        );
        let arrived = self.fixture.api.requests_to(path).len();
        self.fixture.browser.run(&forge).await;
        eventually(async || self.fixture.api.requests_to(path).len() == arrived + 1).await;
        let forged = self.fixture.api.last_request_to(path);
        self.go_to_attacker().await;
        forged
    }

    /// A forged GET is not refused, since it changes nothing. The attacker cannot read what it brings.
    async fn assert_reads_nothing(&self) {
        let address = format!("{}/comments", self.fixture.api_domain());
        let read = format!(
            "const response = await fetch('{address}', {{ credentials: 'include' }});
            return response.text();"
        );
        let read = self.fixture.browser.attempt(&read).await;
        assert!(read.expect_err("no CORS").contains("Failed to fetch"));
        let forged = self.fixture.api.last_request_to("/comments");
        assert_eq!(forged.status, 200);
        assert_has_cookies_only(&forged);
    }

    async fn assert_user_goes_on(&self) {
        self.go_to_user().await;
        let page = self.fixture.page();
        let transfers = self.transfers();
        let refreshes = self.fixture.api.refreshes();
        expect(&page.call("POST", "/transfer").await, 200);
        assert_eq!(self.transfers(), transfers + 1);
        assert!(page.session_exists().await);
        assert_eq!(page.turns().await, ["SESSION_CREATED"]);
        assert_eq!(self.fixture.api.refreshes(), refreshes);
    }
}

#[verify_session]
#[post("/transfer")]
fn transfer(session: Session, transfers: &State<Arc<AtomicUsize>>) -> String {
    transfers.fetch_add(1, Ordering::Relaxed);
    session.user_id().to_owned()
}

/// The browser has added the user's cookies, and nothing else that the front end would have sent.
fn assert_has_cookies_only(forged: &Exchange) {
    let cookies = forged.request_header("cookie").unwrap_or_default();
    assert!(cookies.contains("sAccessToken=ey"), "{forged:?}");
    for name in ["rid", "anti-csrf", "st-auth-mode", "authorization"] {
        assert_eq!(forged.request_header(name), None, "{forged:?}");
    }
}

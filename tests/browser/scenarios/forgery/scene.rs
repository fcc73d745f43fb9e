//! A user, and somebody else's page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::{State, post, routes};
use rocket_supertokens::config::{AntiCsrf, SameSite};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::eventually;
use thirtyfour::WindowHandle;

use crate::api::Exchange;
use crate::browser::BrowserCookie;
use crate::fixture::{Fixture, expect};
use crate::mode::Mode;

/// Who forges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Forger {
    /// Another site, which receives the cookies because they are `SameSite=None`. All by https.
    OtherSite,
    /// Another host of the same site, which `SameSite=Lax` does not keep out.
    Sibling,
}

/// A user who is logged in, and an attacker's page in a second window.
pub(super) struct Scene {
    pub(super) fixture: Fixture,
    user: WindowHandle,
    attacker: WindowHandle,
    attacker_origin: String,
    transfers: Arc<AtomicUsize>,
    /// All cookies of the browser after the log-in.
    cookies: Vec<BrowserCookie>,
}

impl Scene {
    /// The page comes from the API, so that no CORS fairing refuses what is to be refused by the session.
    pub(super) async fn set(
        mode: Mode,
        from: Forger,
        same_site: Option<SameSite>,
        protection: Option<AntiCsrf>,
    ) -> Self {
        let transfers = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&transfers);
        let host = "api.example.test";
        let setup = Fixture::of(mode)
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
    pub(super) fn transfers(&self) -> usize {
        self.transfers.load(Ordering::Relaxed)
    }

    pub(super) async fn assert_tokens_untouched(&self) {
        assert_eq!(self.fixture.browser.cookies().await, self.cookies);
    }

    pub(super) async fn go_to_user(&self) {
        self.fixture.browser.go_to(&self.user).await;
    }

    pub(super) async fn go_to_attacker(&self) {
        self.fixture.browser.go_to(&self.attacker).await;
        let page = format!("{}/bare", self.attacker_origin);
        self.fixture.browser.visit(&page).await;
    }

    /// A POST by script, of the kind for which the browser asks nobody.
    pub(super) async fn forge_by_fetch(&self, path: &str) -> Exchange {
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

    /// A POST by a form that sends itself, whose response takes the place of the page.
    pub(super) async fn forge_by_form(&self, path: &str) -> Exchange {
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
    pub(super) async fn assert_reads_nothing(&self) {
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

    pub(super) async fn assert_user_goes_on(&self) {
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
pub(super) fn assert_has_cookies_only(forged: &Exchange) {
    let cookies = forged.request_header("cookie").unwrap_or_default();
    assert!(cookies.contains("sAccessToken=ey"), "{forged:?}");
    for name in ["rid", "anti-csrf", "st-auth-mode", "authorization"] {
        assert_eq!(forged.request_header(name), None, "{forged:?}");
    }
}

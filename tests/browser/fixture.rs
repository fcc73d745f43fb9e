//! A core, an API, a website and a browser that shows it.

mod setup;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use rocket_supertokens::Builder;
use rocket_supertokens_tests::{App, Core};
use serde_json::Value;

pub(crate) use self::setup::Setup;
use crate::api::Api;
use crate::browser::Browser;
use crate::lifetime::{self, Lifetime};
use crate::mode::Mode;
use crate::page::Page;
use crate::tls::TlsEnd;
use crate::website::Website;

/// All that a scenario needs. The page has begun, and nobody has logged in.
pub(crate) struct Fixture {
    pub(crate) mode: Mode,
    pub(crate) core: Core,
    pub(crate) api: Api,
    pub(crate) website: Website,
    pub(crate) browser: Browser,
    lifetime: Option<Lifetime>,
    origin: String,
    api_domain: String,
    /// The name that the browser has for the API.
    api_host: String,
    further_origins: Vec<String>,
    /// Before website and API, if they are reached by https.
    tls_ends: Vec<TlsEnd>,
}

impl Fixture {
    /// Nothing is different.
    pub(crate) async fn start(mode: Mode) -> Self {
        Self::of(mode).start().await
    }

    pub(crate) fn of(mode: Mode) -> Setup {
        Setup::of(mode)
    }

    /// The page in the browser's present tab.
    pub(crate) fn page(&self) -> Page<'_> {
        Page::new(&self.browser)
    }

    /// Opens the page, or opens it again, and begins.
    pub(crate) async fn open_page(&self, options: &str) -> Page<'_> {
        let page = self.page();
        page.open(&self.origin, &self.api_domain, self.mode, options)
            .await;
        page
    }

    /// Begins a session of this user. What has happened until then is forgotten.
    pub(crate) async fn log_in(&self, user_id: &str) {
        self.page().log_in(user_id).await;
        self.forget().await;
    }

    /// Forgets what the page was told, what arrived at the API and what it asked of the core.
    pub(crate) async fn forget(&self) {
        self.page().take_events().await;
        self.api.take_requests();
        self.core.take_calls();
    }

    /// Waits until the access tokens have expired that there are; see [`Setup::access_tokens_live`].
    pub(crate) async fn expire(&self) {
        let lifetime = self
            .lifetime
            .as_ref()
            .expect("the tokens do not live for long");
        lifetime.expire(&self.core).await;
    }

    /// The browser has no access token any more, as if its time were over: the next request needs a refresh.
    pub(crate) async fn lose_access_token(&self) {
        let name = match self.mode {
            Mode::Cookie => "sAccessToken",
            Mode::Header => "st-access-token",
        };
        self.browser.drop_cookies(name).await;
    }

    /// Where the API is, for the browser.
    pub(crate) fn api_domain(&self) -> &str {
        &self.api_domain
    }

    /// The origin of the page.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The website by another name: that of somebody else, say.
    pub(crate) fn website_as(&self, host: &str) -> String {
        let port = self
            .tls_ends
            .first()
            .map_or(self.website.port(), TlsEnd::port);
        format!("{}://{host}:{port}", self.scheme())
    }

    /// The same application once more: another process that shares core and name with the first one, or one that was
    /// started again with other settings. To cookies, ports make no difference. Over http.
    pub(crate) async fn another_api(
        &self,
        settings: impl FnOnce(Builder) -> Builder,
    ) -> (Api, String) {
        let settings = settings(self.settings());
        let api = Api::launch(App::rocket(), settings, Vec::new(), &self.origins()).await;
        let domain = format!("http://{}:{}", self.api_host, api.app.port());
        (api, domain)
    }

    /// Ends the API, and launches it again where it was; `meanwhile`, it is away. What arrived before is forgotten.
    pub(crate) async fn restart_api(mut self, meanwhile: impl AsyncFnOnce(&Self)) -> Self {
        let port = self.api.app.port();
        self.api.app.shut_down().await;
        meanwhile(&self).await;
        let rocket = rocket::custom(App::figment().merge(("port", port)));
        let origins = self.origins();
        self.api = Api::launch(rocket, self.settings(), Vec::new(), &origins).await;
        self
    }

    fn settings(&self) -> Builder {
        let settings = lifetime::settings(&self.core, self.lifetime.as_ref());
        settings
            .api_domain(format!("http://{}", self.api_host))
            .website_domain(&self.origin)
    }

    fn origins(&self) -> Vec<String> {
        [std::slice::from_ref(&self.origin), &self.further_origins].concat()
    }

    fn scheme(&self) -> &'static str {
        if self.tls_ends.is_empty() {
            "http"
        } else {
            "https"
        }
    }
}

/// A user of whom no other scenario knows.
pub(crate) fn somebody() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("after 1970").as_nanos();
    format!("user-{now}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Fails unless the API responded with this status; returns the body.
#[track_caller]
pub(crate) fn expect(reply: &Value, status: u16) -> &Value {
    assert_eq!(reply["status"], status, "{reply}");
    &reply["body"]
}

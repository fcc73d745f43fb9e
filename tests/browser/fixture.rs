//! A core, an API, a website and a browser that shows it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rocket::{Build, Rocket, Route};
use rocket_supertokens::Builder;
use rocket_supertokens_tests::{App, Cdi, Core};
use serde_json::Value;

use crate::api::Api;
use crate::browser::{Browser, Profile};
use crate::lifetime::Lifetime;
use crate::mode::Mode;
use crate::page::Page;
use crate::tls::TlsEnd;
use crate::website::{self, Website};

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

/// What is to be different.
pub(crate) struct Setup {
    mode: Mode,
    cdi: Cdi,
    core: Option<Core>,
    life: Option<Duration>,
    settings: Box<dyn FnOnce(Builder) -> Builder + Send>,
    rocket: Box<dyn FnOnce(Rocket<Build>) -> Rocket<Build> + Send>,
    routes: Vec<Route>,
    profile: Profile,
    api_host: String,
    website_host: String,
    further_hosts: Vec<String>,
    https: bool,
    one_origin: bool,
    begins: bool,
    options: String,
}

impl Fixture {
    /// Nothing is different.
    pub(crate) async fn start(mode: Mode) -> Self {
        Self::of(mode).start().await
    }

    pub(crate) fn of(mode: Mode) -> Setup {
        Setup {
            mode,
            cdi: Cdi::V5_6,
            core: None,
            life: None,
            settings: Box::new(|settings| settings),
            rocket: Box::new(|rocket| rocket),
            routes: Vec::new(),
            profile: Profile::default(),
            api_host: "localhost".to_owned(),
            website_host: "localhost".to_owned(),
            further_hosts: Vec::new(),
            https: false,
            one_origin: false,
            begins: true,
            options: "{}".to_owned(),
        }
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
        let settings = self.core.settings();
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

impl Setup {
    /// The generation of the core, which other scenarios share.
    pub(crate) fn cdi(mut self, cdi: Cdi) -> Self {
        self.cdi = cdi;
        self
    }

    /// A core of the scenario's own.
    pub(crate) fn core(mut self, core: Core) -> Self {
        self.core = Some(core);
        self
    }

    /// Access tokens live for this long, until [`Fixture::expire`].
    pub(crate) fn access_tokens_live(mut self, life: Duration) -> Self {
        self.life = Some(life);
        self
    }

    pub(crate) fn settings(
        mut self,
        settings: impl FnOnce(Builder) -> Builder + Send + 'static,
    ) -> Self {
        self.settings = Box::new(settings);
        self
    }

    /// What else the API's Rocket has: fairings, say.
    pub(crate) fn rocket(
        mut self,
        rocket: impl FnOnce(Rocket<Build>) -> Rocket<Build> + Send + 'static,
    ) -> Self {
        self.rocket = Box::new(rocket);
        self
    }

    /// Further routes of the API.
    pub(crate) fn routes(mut self, routes: Vec<Route>) -> Self {
        self.routes = routes;
        self
    }

    pub(crate) fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The names by which the browser knows API and website.
    pub(crate) fn hosts(mut self, api: &str, website: &str) -> Self {
        api.clone_into(&mut self.api_host);
        website.clone_into(&mut self.website_host);
        self
    }

    /// A further name of the website, whose pages may call the API too.
    pub(crate) fn also_for(mut self, website: &str) -> Self {
        self.further_hosts.push(website.to_owned());
        self
    }

    /// API and website are reached by https.
    pub(crate) fn https(mut self) -> Self {
        self.https = true;
        self
    }

    /// The page comes from the API itself, and there is no CORS.
    pub(crate) fn one_origin(mut self) -> Self {
        self.one_origin = true;
        self
    }

    /// The page is not opened, and begins later or never.
    pub(crate) fn not_begun(mut self) -> Self {
        self.begins = false;
        self
    }

    /// Options of the front end's recipe of sessions, as a JavaScript object.
    pub(crate) fn options(mut self, options: &str) -> Self {
        options.clone_into(&mut self.options);
        self
    }

    pub(crate) async fn start(self) -> Fixture {
        let core = match self.core {
            Some(core) => core,
            None => Core::share(self.cdi).await,
        };
        let scheme = if self.https { "https" } else { "http" };
        let mut tls_ends = Vec::new();
        let website = Website::launch().await;
        let port = reached(website.port(), self.https, &mut tls_ends).await;
        let mut origin = format!("{scheme}://{}:{port}", self.website_host);
        let further_origins: Vec<String> = self
            .further_hosts
            .iter()
            .map(|host| format!("{scheme}://{host}:{port}"))
            .collect();
        let mut origins = [std::slice::from_ref(&origin), &further_origins].concat();
        let mut routes = self.routes;
        if self.one_origin {
            origins.clear();
            routes.extend(website::pages());
        }
        let settings = core
            .settings()
            .api_domain(format!("{scheme}://{}", self.api_host))
            .website_domain(&origin);
        let (settings, lifetime) = match self.life {
            Some(life) => {
                let lifetime = Lifetime::begin(&core, life).await;
                let app = format!("{}{}", core.connection_uri(), lifetime.path());
                (settings.connection_uri(&app), Some(lifetime))
            }
            None => (settings, None),
        };
        let settings = (self.settings)(settings);
        let rocket = (self.rocket)(App::rocket());
        let api = Api::launch(rocket, settings, routes, &origins).await;
        let port = reached(api.app.port(), self.https, &mut tls_ends).await;
        let api_domain = format!("{scheme}://{}:{port}", self.api_host);
        if self.one_origin {
            origin.clone_from(&api_domain);
        }
        let browser = Browser::open(self.profile).await;
        let fixture = Fixture {
            mode: self.mode,
            core,
            api,
            website,
            browser,
            lifetime,
            origin,
            api_domain,
            api_host: self.api_host,
            further_origins,
            tls_ends,
        };
        if self.begins {
            fixture.open_page(&self.options).await;
        }
        fixture
    }
}

/// The port at which the browser reaches a server.
async fn reached(port: u16, https: bool, tls_ends: &mut Vec<TlsEnd>) -> u16 {
    if !https {
        return port;
    }
    let end = TlsEnd::before(port).await;
    let port = end.port();
    tls_ends.push(end);
    port
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

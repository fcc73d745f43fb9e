use std::time::Duration;

use super::settings::Settings;
use super::{AntiCsrf, Config, SameSite};
use crate::error::ConfigError;

/// Configures SuperTokens in code.
///
/// What is not set here is read from `[default.supertokens]` in `Rocket.toml` and from the environment
/// (`ROCKET_SUPERTOKENS={..}`), where each method has a setting of the same name. Mistakes are reported
/// when Rocket launches.
///
/// ```
/// use rocket_supertokens::SuperTokens;
///
/// let rocket = rocket::build().attach(
///     SuperTokens::builder()
///         .connection_uri("http://127.0.0.1:3567")
///         .app_name("Comments")
///         .api_domain("http://localhost:8000")
///         .website_domain("http://localhost:3000")
///         .fairing(),
/// );
/// # drop(rocket);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a builder does nothing until its fairing is attached"]
pub struct Builder {
    settings: Settings,
}

impl Builder {
    /// Address of the core, several separated by `;`. A path (`/appid-shop`) is put before every call.
    #[doc(alias = "connectionURI")]
    pub fn connection_uri(mut self, uri: impl Into<String>) -> Self {
        self.settings.connection_uri = Some(uri.into());
        self
    }

    /// The core's API key. Default: none.
    #[doc(alias = "apiKey")]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.settings.api_key = Some(key.into().into());
        self
    }

    /// Highest version of the core driver interface to use, for a fleet in which an older SDK shares the
    /// core. Default: the highest that both sides know, up to 5.6.
    pub fn max_cdi_version(mut self, version: impl Into<String>) -> Self {
        self.settings.max_cdi_version = Some(version.into());
        self
    }

    /// Longest wait for a connection to the core. Default: 2 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
        self
    }

    /// Longest wait for an answer of the core, connecting included. Default: 10 seconds.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.settings.request_timeout = Some(timeout);
        self
    }

    /// Whether the launch fails when the core cannot be reached. Default: false.
    pub fn require_core_at_launch(mut self, required: bool) -> Self {
        self.settings.require_core_at_launch = Some(required);
        self
    }

    /// Name of the application.
    #[doc(alias = "appName")]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.settings.app_name = Some(name.into());
        self
    }

    /// Scheme, host and port of this server as browsers see it.
    #[doc(alias = "apiDomain")]
    pub fn api_domain(mut self, domain: impl Into<String>) -> Self {
        self.settings.api_domain = Some(domain.into());
        self
    }

    /// Scheme, host and port of the front end.
    #[doc(alias = "websiteDomain")]
    pub fn website_domain(mut self, domain: impl Into<String>) -> Self {
        self.settings.website_domain = Some(domain.into());
        self
    }

    /// Scheme, host and port of the front end; wins over [`website_domain`](Self::website_domain).
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.settings.origin = Some(origin.into());
        self
    }

    /// Where the refresh and sign-out routes are mounted. Default: `/auth`.
    #[doc(alias = "apiBasePath")]
    pub fn api_base_path(mut self, path: impl Into<String>) -> Self {
        self.settings.api_base_path = Some(path.into());
        self
    }

    /// Path that a gateway in front of this server takes away. Default: none.
    #[doc(alias = "apiGatewayPath")]
    pub fn api_gateway_path(mut self, path: impl Into<String>) -> Self {
        self.settings.api_gateway_path = Some(path.into());
        self
    }

    /// Whether the cookies are `Secure`. Default: true when `api_domain` is https.
    #[doc(alias = "cookieSecure")]
    pub fn cookie_secure(mut self, secure: bool) -> Self {
        self.settings.cookie_secure = Some(secure);
        self
    }

    /// The cookies' `SameSite`. Default: `Lax` when API and front end share site and scheme, else `None`.
    #[doc(alias = "cookieSameSite")]
    pub fn cookie_same_site(mut self, same_site: SameSite) -> Self {
        self.settings.cookie_same_site = Some(same_site);
        self
    }

    /// Protection of cookie sessions against forged requests. Default: the custom header when the cookies
    /// are `SameSite=None`, else none.
    #[doc(alias = "antiCsrf")]
    pub fn anti_csrf(mut self, anti_csrf: AntiCsrf) -> Self {
        self.settings.anti_csrf = Some(anti_csrf);
        self
    }

    /// Status code of "unauthorised" and "try refresh token". Default: 401; the front end must know it too.
    #[doc(alias = "sessionExpiredStatusCode")]
    pub fn session_expired_status_code(mut self, code: u16) -> Self {
        self.settings.session_expired_status_code = Some(code);
        self
    }

    /// Whether access tokens are signed with keys that rotate. Default: true.
    #[doc(alias = "useDynamicAccessTokenSigningKey")]
    pub fn use_dynamic_access_token_signing_key(mut self, dynamic: bool) -> Self {
        self.settings.use_dynamic_access_token_signing_key = Some(dynamic);
        self
    }

    /// Age at which the core's public keys are fetched anew. Default: 4 hours.
    #[doc(alias = "jwksRefreshIntervalSec")]
    pub fn jwks_refresh_interval(mut self, interval: Duration) -> Self {
        self.settings.jwks_refresh_interval = Some(interval);
        self
    }

    /// Checks everything, the rest of the settings coming from `figment`.
    pub(crate) fn into_config(self, figment: &figment::Figment) -> Result<Config, ConfigError> {
        Config::new(self.settings.or(Settings::from_figment(figment)?))
    }
}

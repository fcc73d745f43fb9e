//! The name of the application, the addresses of it and its front end, and the routes of ours that it serves.

use super::choices::EmailVerificationMode;
use super::domain::Domain;
use super::path;
use super::settings::{CompleteSettings, is_blank};
use crate::error::ConfigError;

/// Where below the base path the front end refreshes its session; the refresh cookie is sent to this path alone.
pub(crate) const REFRESH_PATH: &str = "/session/refresh";

/// The name of the application, and the addresses of it and its front end.
#[derive(Debug)]
pub(crate) struct AppInfo {
    pub(crate) name: String,
    /// Scheme, host and port of the API.
    pub(crate) api_domain: Domain,
    /// Scheme, host and port of the front end, where they do not depend on the request.
    pub(crate) website_domain: Option<Domain>,
    /// The front end of what is done without a request. `None` only if the origin depends on the request.
    pub(crate) website_without_request: Option<Domain>,
    /// Where the routes are mounted.
    pub(crate) api_base_path: String,
    /// Gateway and base path together, as the browser sees them.
    pub(crate) public_base_path: String,
    /// Where the front end has its pages for logging in; empty for the root.
    pub(crate) website_base_path: String,
    /// Stands in the `iss` instead of `api_domain`, so that nobody takes the tokens of a test for others.
    pub(crate) issuer_domain: Option<&'static str>,
    /// Whether the application asks itself what the front end's requests would find, once it is up.
    pub(crate) checks_cors_at_launch: bool,
}

/// Which routes of the front-end driver interface are served.
#[derive(Debug)]
pub(crate) struct Routes {
    pub(crate) refresh: bool,
    pub(crate) sign_out: bool,
    pub(crate) jwks: bool,
    pub(crate) openid_configuration: bool,
    pub(crate) email_verification: bool,
}

impl AppInfo {
    pub(super) fn new(
        settings: &CompleteSettings,
        origin_depends_on_request: bool,
    ) -> Result<Self, ConfigError> {
        let gateway = path::of_cookie("api_gateway_path", &settings.api_gateway_path)?;
        let api_base_path = path::of_routes("api_base_path", &settings.api_base_path)?;
        let website = match (&settings.origin, &settings.website_domain) {
            (Some(origin), _) => Some(Domain::parse("origin", origin)?),
            (None, website) => website
                .as_deref()
                .filter(|website| !is_blank(website))
                .map(|website| Domain::parse("website_domain", website))
                .transpose()?,
        };
        Ok(Self {
            name: settings.app_name.clone(),
            api_domain: Domain::parse("api_domain", &settings.api_domain)?,
            website_domain: website.clone().filter(|_| !origin_depends_on_request),
            website_without_request: website,
            public_base_path: format!("{gateway}{api_base_path}"),
            api_base_path,
            website_base_path: path::normalise("website_base_path", &settings.website_base_path)?,
            issuer_domain: None,
            checks_cors_at_launch: settings.check_cors_at_launch,
        })
    }

    /// The `iss` of the access tokens.
    pub(crate) fn issuer(&self) -> String {
        let domain = self.issuer_domain.unwrap_or(self.api_domain.as_str());
        format!("{domain}{}", self.public_base_path)
    }
}

impl Routes {
    pub(super) fn new(settings: &CompleteSettings) -> Self {
        Self {
            refresh: settings.refresh_route,
            sign_out: settings.sign_out_route,
            jwks: settings.jwks_route,
            openid_configuration: settings.openid_configuration_route,
            email_verification: settings.email_verification_routes.unwrap_or(
                settings.email_password.is_some()
                    && settings.email_verification != EmailVerificationMode::Off,
            ),
        }
    }
}

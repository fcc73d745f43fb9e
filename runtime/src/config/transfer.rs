//! How tokens travel: cookies, their attributes, headers, anti-CSRF; for all requests or for one.

use std::sync::Arc;

use super::app::{AppInfo, REFRESH_PATH};
use super::choices::{AntiCsrf, SameSite};
use super::domain::Domain;
use super::request_info::{RequestFunctions, RequestInfo};
use super::settings::CompleteSettings;
use super::site::Site;
use super::token_names::TokenNames;
use super::{path, scope};
use crate::error::{Chain, ConfigError};

/// How tokens travel for one request.
#[derive(Debug, Clone)]
pub(crate) struct TransferConfig {
    pub(crate) secure: bool,
    pub(crate) same_site: SameSite,
    pub(crate) cookie_domain: Option<String>,
    /// Empty: the older cookies had no domain.
    pub(crate) older_cookie_domain: Option<String>,
    pub(crate) access_path: String,
    pub(crate) refresh_path: String,
    pub(crate) names: TokenNames,
    /// Whether front-end code may read the access token of a cookie session.
    pub(crate) expose_access_token: bool,
    /// The protection in force, chosen or not.
    pub(crate) anti_csrf: AntiCsrf,
}

/// Makes the [`TransferConfig`] of a request. It is the same for all requests, unless a setting is a function.
#[derive(Debug)]
pub(crate) struct TransferRules {
    fixed: Arc<TransferConfig>,
    pub(super) chosen_same_site: Option<SameSite>,
    pub(super) chosen_anti_csrf: Option<AntiCsrf>,
    api_domain: Domain,
    website_domain: Option<Domain>,
    pub(crate) functions: RequestFunctions,
}

impl TransferRules {
    pub(super) fn new(
        settings: &CompleteSettings,
        functions: RequestFunctions,
        app: &AppInfo,
    ) -> Result<Self, ConfigError> {
        let same_site = match (settings.cookie_same_site, &app.website_domain) {
            (Some(chosen), _) => chosen,
            (None, Some(website)) => derived_same_site(&app.api_domain, website)?,
            // Known only when a request comes.
            (None, None) => SameSite::Lax,
        };
        let access_path = path::of_cookie("access_token_path", &settings.access_token_path)?;
        let fixed = TransferConfig {
            secure: settings.cookie_secure.unwrap_or(app.api_domain.is_https()),
            same_site,
            cookie_domain: cookie_domain(settings, &app.api_domain)?,
            older_cookie_domain: older_cookie_domain(settings, &app.api_domain)?,
            access_path: match access_path.as_str() {
                "" => "/".to_owned(),
                _ => access_path,
            },
            refresh_path: format!("{}{REFRESH_PATH}", app.public_base_path),
            names: TokenNames::new(settings)?,
            expose_access_token: settings.expose_access_token_to_frontend_in_cookie_based_auth,
            anti_csrf: anti_csrf(settings.anti_csrf, same_site),
        };
        Ok(Self {
            fixed: Arc::new(fixed),
            chosen_same_site: settings.cookie_same_site,
            chosen_anti_csrf: settings.anti_csrf,
            api_domain: app.api_domain.clone(),
            website_domain: app.website_domain.clone(),
            functions,
        })
    }

    /// The configuration if there is no request.
    pub(crate) fn without_request(&self) -> &Arc<TransferConfig> {
        &self.fixed
    }

    /// The configuration for this request. Without functions nothing is computed or copied.
    pub(crate) fn of(&self, request: &dyn RequestInfo) -> Arc<TransferConfig> {
        let RequestFunctions {
            origin,
            token_names,
            ..
        } = &self.functions;
        let origin = origin.as_ref().filter(|_| self.chosen_same_site.is_none());
        if origin.is_none() && token_names.is_none() {
            return Arc::clone(&self.fixed);
        }
        let mut config = TransferConfig::clone(&self.fixed);
        if let Some(token_names) = token_names {
            config.names = token_names(request);
        }
        if let Some(origin) = origin {
            config.same_site = self.same_site_of(&origin(request));
            config.anti_csrf = anti_csrf(self.chosen_anti_csrf, config.same_site);
        }
        Arc::new(config)
    }

    /// Whether API and front end are both on this machine, where browsers keep insecure cross-site cookies.
    pub(crate) fn is_local(&self, request: &dyn RequestInfo) -> bool {
        let origin = self
            .functions
            .origin
            .as_ref()
            .and_then(|origin| Domain::parse("origin", &origin(request)).ok());
        origin
            .as_ref()
            .or(self.website_domain.as_ref())
            .is_some_and(|website| both_local(&self.api_domain, website))
    }

    /// An origin that cannot be read counts as another site, which is the stricter case.
    fn same_site_of(&self, origin: &str) -> SameSite {
        let derived = Domain::parse("origin", origin)
            .and_then(|origin| derived_same_site(&self.api_domain, &origin));
        derived.unwrap_or_else(|error| {
            tracing::error!(error = %Chain(&error), "the origin function gave an address that cannot be used");
            SameSite::None
        })
    }
}

fn cookie_domain(settings: &CompleteSettings, api: &Domain) -> Result<Option<String>, ConfigError> {
    let text = settings.cookie_domain.as_deref();
    text.map(|text| scope::of_cookies("cookie_domain", text, api))
        .transpose()
}

fn older_cookie_domain(
    settings: &CompleteSettings,
    api: &Domain,
) -> Result<Option<String>, ConfigError> {
    match settings.older_cookie_domain.as_deref() {
        // The older cookies were those of the host only.
        Some("") => Ok(Some(String::new())),
        Some(text) => scope::of_cookies("older_cookie_domain", text, api).map(Some),
        None => Ok(None),
    }
}

/// Same site and same scheme: `Lax`.
pub(super) fn derived_same_site(api: &Domain, website: &Domain) -> Result<SameSite, ConfigError> {
    let same_site = Site::of("api_domain", api)? == Site::of("website_domain", website)?;
    Ok(if same_site && api.is_https() == website.is_https() {
        SameSite::Lax
    } else {
        SameSite::None
    })
}

pub(super) fn both_local(api: &Domain, website: &Domain) -> bool {
    let is_local = |domain| Site::of("api_domain", domain).is_ok_and(|site| site.is_local());
    is_local(api) && is_local(website)
}

fn anti_csrf(chosen: Option<AntiCsrf>, same_site: SameSite) -> AntiCsrf {
    chosen.unwrap_or(match same_site {
        SameSite::None => AntiCsrf::ViaCustomHeader,
        SameSite::Lax | SameSite::Strict => AntiCsrf::None,
    })
}

use std::sync::Arc;

use super::domain::Domain;
use super::request_info::{RequestFunctions, RequestInfo, TokenNames};
use super::settings::{AntiCsrf, SameSite};
use super::site::Site;
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
    pub(crate) anti_csrf: AntiCsrfMode,
}

/// The anti-csrf protection in force. Only an explicit choice reaches the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AntiCsrfMode {
    kind: AntiCsrf,
    explicit: bool,
}

impl AntiCsrfMode {
    /// What the core is told in `enableAntiCsrf`.
    pub(crate) fn uses_core_tokens(self) -> bool {
        self.explicit && self.kind == AntiCsrf::ViaToken
    }

    pub(crate) fn uses_custom_header(self) -> bool {
        self.kind == AntiCsrf::ViaCustomHeader
    }

    pub(crate) fn is_explicit_custom_header(self) -> bool {
        self.explicit && self.uses_custom_header()
    }
}

/// Makes the [`TransferConfig`] of a request: one for all, unless a function has a say.
#[derive(Debug)]
pub(crate) struct TransferRules {
    fixed: Arc<TransferConfig>,
    pub(super) api_domain: Domain,
    pub(super) website_domain: Option<Domain>,
    chosen_same_site: Option<SameSite>,
    pub(super) chosen_anti_csrf: Option<AntiCsrf>,
    pub(crate) functions: RequestFunctions,
}

/// What does not depend on the front end's address.
pub(super) struct FixedRules {
    pub(super) secure: bool,
    pub(super) cookie_domain: Option<String>,
    pub(super) older_cookie_domain: Option<String>,
    pub(super) access_path: String,
    pub(super) refresh_path: String,
    pub(super) names: TokenNames,
    pub(super) expose_access_token: bool,
    pub(super) same_site: Option<SameSite>,
    pub(super) anti_csrf: Option<AntiCsrf>,
}

impl TransferRules {
    pub(super) fn new(
        rules: FixedRules,
        functions: RequestFunctions,
        api_domain: Domain,
        website_domain: Option<Domain>,
    ) -> Result<Self, ConfigError> {
        let same_site = match (rules.same_site, &website_domain) {
            (Some(chosen), _) => chosen,
            (None, Some(website)) => derived_same_site(&api_domain, website)?,
            // Known only when a request comes.
            (None, None) => SameSite::Lax,
        };
        let fixed = TransferConfig {
            secure: rules.secure,
            same_site,
            cookie_domain: rules.cookie_domain,
            older_cookie_domain: rules.older_cookie_domain,
            access_path: rules.access_path,
            refresh_path: rules.refresh_path,
            names: rules.names,
            expose_access_token: rules.expose_access_token,
            anti_csrf: anti_csrf(rules.anti_csrf, same_site),
        };
        let (chosen_same_site, chosen_anti_csrf) = (rules.same_site, rules.anti_csrf);
        Ok(Self {
            fixed: Arc::new(fixed),
            api_domain,
            website_domain,
            chosen_same_site,
            chosen_anti_csrf,
            functions,
        })
    }

    /// What holds where there is no request.
    pub(crate) fn without_request(&self) -> &Arc<TransferConfig> {
        &self.fixed
    }

    /// What holds for this request. Without functions nothing is computed or copied.
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

    /// An origin that cannot be read counts as a foreign one: the stricter of the two.
    fn same_site_of(&self, origin: &str) -> SameSite {
        let derived = Domain::parse("origin", origin)
            .and_then(|origin| derived_same_site(&self.api_domain, &origin));
        derived.unwrap_or_else(|error| {
            tracing::error!(error = %Chain(&error), "the origin function gave an address that cannot be used");
            SameSite::None
        })
    }
}

/// Same site and same scheme: `Lax`.
fn derived_same_site(api: &Domain, website: &Domain) -> Result<SameSite, ConfigError> {
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

fn anti_csrf(chosen: Option<AntiCsrf>, same_site: SameSite) -> AntiCsrfMode {
    match chosen {
        Some(kind) => AntiCsrfMode {
            kind,
            explicit: true,
        },
        None if same_site == SameSite::None => AntiCsrfMode {
            kind: AntiCsrf::ViaCustomHeader,
            explicit: false,
        },
        None => AntiCsrfMode {
            kind: AntiCsrf::None,
            explicit: false,
        },
    }
}

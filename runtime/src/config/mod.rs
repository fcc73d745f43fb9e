//! Settings as given, and the checked configuration made from them at launch.
//!
//! Every mistake is found here, with the fix in the message; the rest of the crate sees only `Config`.

mod check;
mod domain;
mod path;
mod request_info;
mod scope;
mod section;
mod settings;
mod site;
mod transfer;
mod values;
mod warning;

use std::fmt;
use std::time::Duration;

#[cfg(any(test, fuzzing))]
pub(crate) use self::domain::Domain;
#[cfg(any(test, fuzzing))]
pub(crate) use self::path::normalise as normalised_path;
pub(crate) use self::request_info::RequestFunctions;
pub use self::request_info::{RequestInfo, TokenNames, TransferMethod, TransferPurpose};
pub(crate) use self::settings::Settings;
pub use self::settings::{AntiCsrf, EmailVerificationMode, SameSite};
pub(crate) use self::transfer::{TransferConfig, TransferRules};
use crate::cdi::Version;
pub use crate::web::{Answer, ErrorResponses};

/// The checked configuration of one application.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) core: CoreConfig,
    pub(crate) app: AppInfo,
    pub(crate) transfer: TransferRules,
    pub(crate) session: SessionConfig,
    pub(crate) routes: Routes,
}

/// Where the core is and how it is called.
#[derive(Debug)]
pub(crate) struct CoreConfig {
    pub(crate) hosts: Vec<CoreHost>,
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) max_cdi_version: Option<Version>,
    pub(crate) connect_timeout: Duration,
    /// The longest wait of one caller, over all hosts and attempts.
    pub(crate) request_timeout: Duration,
    /// The longest answer of the core.
    pub(crate) max_response_bytes: u64,
    pub(crate) required_at_launch: bool,
    /// Whether each host is asked in the background once the application is up.
    pub(crate) checked_at_launch: bool,
    /// Whether an answer to a GET serves again within the same request.
    pub(crate) remembers_reads: bool,
}

/// One host of the connection uri.
#[derive(Debug, Clone)]
pub(crate) struct CoreHost {
    /// Scheme, host and port.
    pub(crate) domain: String,
    /// Goes before every path; carries `/appid-..` where the core serves several apps.
    pub(crate) base_path: String,
}

/// The API key of the core. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub(crate) struct ApiKey(pub(crate) http::HeaderValue);

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

/// What the application is called and where it and its front end live.
#[derive(Debug)]
pub(crate) struct AppInfo {
    pub(crate) name: String,
    /// Scheme, host and port of the API.
    pub(crate) api_domain: String,
    /// Scheme, host and port of the front end, where they do not depend on the request.
    pub(crate) website_domain: Option<String>,
    /// Where the routes are mounted.
    pub(crate) api_base_path: String,
    /// Gateway and base path together, as the browser sees them.
    pub(crate) public_base_path: String,
}

impl AppInfo {
    /// The `iss` of the access tokens.
    pub(crate) fn issuer(&self) -> String {
        format!("{}{}", self.api_domain, self.public_base_path)
    }
}

/// The rules of the sessions.
#[derive(Debug)]
pub(crate) struct SessionConfig {
    pub(crate) session_expired_status_code: u16,
    pub(crate) invalid_claim_status_code: u16,
    pub(crate) use_dynamic_signing_key: bool,
    pub(crate) jwks_refresh_interval: Duration,
    pub(crate) roles_in_access_token: bool,
    pub(crate) permissions_in_access_token: bool,
    pub(crate) email_verification: EmailVerificationMode,
}

/// Which routes of the front-end driver interface are served.
#[derive(Debug)]
pub(crate) struct Routes {
    pub(crate) refresh: bool,
    pub(crate) sign_out: bool,
    pub(crate) jwks: bool,
    pub(crate) openid_configuration: bool,
}

#[cfg(test)]
mod tests;

//! The settings of an application: names, possible values and defaults.
//!
//! Write settings in `Rocket.toml` under `[default.supertokens]` (or `[release.supertokens]` and the like), in the
//! environment, or with the method of the same name on the [`Builder`](crate::Builder). If a setting is given more than
//! once, the builder wins over the environment, and the environment over the file.
//!
//! ```toml
//! [default.supertokens]
//! connection_uri = "http://127.0.0.1:3567"
//! app_name = "Comments"
//! api_domain = "http://localhost:8000"
//! website_domain = "http://localhost:3000"
//! jwks_refresh_interval = "2h"
//! ```
//!
//! In the environment the name of a setting is `ROCKET_SUPERTOKENS_` and its name in capitals, for example
//! `ROCKET_SUPERTOKENS_COOKIE_DOMAIN=.example.com`. `ROCKET_SUPERTOKENS='{app_name="Comments",cookie_secure=true}'` sets
//! the whole section. Values such as `via-token` are read in upper or lower case, and with `_` for `-`. A text of
//! digits, such as an API key, needs quotes: `ROCKET_SUPERTOKENS_API_KEY='"123"'`. A setting in a sub-section has the name
//! of that before its own: `ROCKET_SUPERTOKENS_SMTP_PASSWORD`. `ROCKET_SUPERTOKENS_EMAIL_PASSWORD='{}'` is an empty
//! sub-section.
//!
#![doc = crate::config::settings::settings_table!()]
//!
#![doc = crate::config::settings::sub_sections_table!()]

mod address;
mod app;
mod choices;
mod core;
mod declaration;
mod domain;
mod error_responses;
mod findings;
mod path;
mod request_info;
mod scope;
mod section;
mod session;
mod settings;
mod site;
mod sub_sections;
mod token_names;
mod transfer;
mod values;

pub(crate) use self::app::{AppInfo, REFRESH_PATH, Routes};
pub use self::choices::{AntiCsrf, EmailVerificationMode, SameSite, SmtpEncryption};
pub(crate) use self::core::{CoreConfig, CoreHost};
pub(crate) use self::declaration::for_each_setting;
pub(crate) use self::domain::Domain;
pub use self::error_responses::{ErrorResponses, RefusalResponse};
#[cfg(any(test, fuzzing))]
pub(crate) use self::path::normalise as normalised_path;
pub(crate) use self::request_info::{ANTI_CSRF, AUTHORIZATION, RequestFunctions, SessionHeaders};
pub use self::request_info::{RequestInfo, TransferMethod, TransferPurpose};
#[cfg(feature = "testing")]
pub(crate) use self::scope::api_domain_that_fits;
pub(crate) use self::section::file_of_api_key;
pub(crate) use self::session::{SessionConfig, TokenCacheConfig};
use self::settings::is_blank;
pub(crate) use self::settings::{
    EmailPasswordConfig, EmailPasswordSettings, Settings, SmtpConfig, default_text, settings_rows,
    sub_section_rows, toml_values,
};
pub(crate) use self::sub_sections::{for_each_email_password_setting, for_each_smtp_setting};
pub use self::token_names::TokenNames;
pub(crate) use self::transfer::{TransferConfig, TransferRules};
pub(crate) use self::values::Secret;
use crate::error::ConfigError;

/// The checked configuration of one application. All mistakes in the settings are found when it is made, and the
/// message says what to write instead. The rest of the crate sees only this type.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) core: CoreConfig,
    pub(crate) app: AppInfo,
    pub(crate) transfer: TransferRules,
    pub(crate) session: SessionConfig,
    pub(crate) routes: Routes,
    /// `None` if the recipe is off.
    pub(crate) email_password: Option<EmailPasswordConfig>,
    /// The server that sends e-mails, where one is configured.
    pub(crate) smtp: Option<SmtpConfig>,
    /// Whether a debug build writes the links of e-mails into the log.
    pub(crate) log_emails: bool,
}

impl Config {
    pub(crate) fn new(
        settings: Settings,
        functions: RequestFunctions,
    ) -> Result<Self, ConfigError> {
        let has_origin = functions.origin.is_some();
        let mut missing = Vec::new();
        let settings = settings.complete(&mut missing)?;
        let website = settings.website_domain.as_deref();
        if !has_origin && settings.origin.is_none() && website.is_none_or(is_blank) {
            missing.push("website_domain");
        }
        if !missing.is_empty() {
            return Err(ConfigError::Missing { names: missing });
        }
        let app = AppInfo::new(&settings, has_origin)?;
        Ok(Self {
            core: CoreConfig::new(&settings)?,
            transfer: TransferRules::new(&settings, functions, &app)?,
            session: SessionConfig::new(&settings)?,
            routes: Routes::new(&settings),
            app,
            email_password: settings.email_password,
            smtp: settings.smtp,
            log_emails: settings.log_emails,
        })
    }

    /// Whether one of the routes sends e-mails.
    pub(crate) fn sends_emails(&self) -> bool {
        let email_password = self.email_password.as_ref();
        email_password.is_some_and(|it| it.password_reset_token_route)
            || self.routes.email_verification
    }

    /// The protection of cookie sessions that the application chose. Session functions and the core apply only this
    /// protection. A protection that only follows from the cookies' `SameSite` is checked when the request is known.
    pub(crate) fn chosen_anti_csrf(&self) -> Option<AntiCsrf> {
        self.transfer.chosen_anti_csrf
    }
}

#[cfg(test)]
mod tests;

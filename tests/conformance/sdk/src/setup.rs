//! What a test configures.

use rocket_supertokens::config::{AntiCsrf, EmailVerificationMode, TransferMethod};
use serde::Deserialize;

/// One configuration, in this SDK's terms.
#[derive(Debug)]
pub(crate) struct Setup {
    /// The core, with the app of the test in its path.
    pub(crate) core_url: String,
    /// Whether the calls to the core are counted.
    pub(crate) counts_core_calls: bool,
    pub(crate) app_info: AppInfo,
    pub(crate) session: SessionConfig,
    pub(crate) email_verification: EmailVerificationMode,
}

/// Why a configuration is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    #[error("the configuration cannot be understood: {0}")]
    Json(#[from] serde_json::Error),
    #[error("Unknown eval string: {0}")]
    UnknownFunction(String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppInfo {
    pub(crate) app_name: String,
    pub(crate) api_domain: String,
    #[serde(alias = "origin")]
    pub(crate) website_domain: String,
}

/// The session recipe's options, as far as the suite uses them.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct SessionConfig {
    pub(crate) anti_csrf: Option<AntiCsrf>,
    pub(crate) get_token_transfer_method: Option<TransferName>,
    #[serde(rename = "override")]
    pub(crate) overridden: Overridden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TransferName {
    Any,
    Cookie,
    Header,
}

/// The functions that a test overrides, by their names.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Overridden {
    pub(crate) functions: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    supertokens: CoreConfig,
    app_info: AppInfo,
    recipe_list: Vec<Recipe>,
}

#[derive(Deserialize)]
struct CoreConfig {
    #[serde(rename = "connectionURI")]
    connection_uri: String,
    #[serde(rename = "networkInterceptor")]
    network_interceptor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipe {
    recipe_id: String,
    /// JSON within JSON.
    config: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EmailVerificationConfig {
    mode: Option<EmailVerificationMode>,
}

impl Setup {
    /// The configuration before any test.
    pub(crate) fn initial(core_url: &str) -> Self {
        Self {
            core_url: core_url.to_owned(),
            counts_core_calls: false,
            app_info: AppInfo {
                app_name: "SuperTokens".to_owned(),
                api_domain: "api.supertokens.io".to_owned(),
                website_domain: "localhost:3000".to_owned(),
            },
            session: SessionConfig::default(),
            email_verification: EmailVerificationMode::Off,
        }
    }

    /// Reads the text that `POST /test/init` brings. Recipes that this SDK does not have are passed over.
    pub(crate) fn parse(config: &str) -> Result<Self, SetupError> {
        let config: Config = serde_json::from_str(config)?;
        let counts_core_calls = match config.supertokens.network_interceptor {
            Some(name) if !name.starts_with("supertokens.init.supertokens.networkInterceptor") => {
                return Err(SetupError::UnknownFunction(name));
            }
            name => name.is_some(),
        };
        let mut setup = Self {
            core_url: config.supertokens.connection_uri,
            counts_core_calls,
            app_info: config.app_info,
            session: SessionConfig::default(),
            email_verification: EmailVerificationMode::Off,
        };
        for recipe in config.recipe_list {
            let config = recipe.config.as_deref().unwrap_or("{}");
            match recipe.recipe_id.as_str() {
                "session" => setup.session = serde_json::from_str(config)?,
                "emailverification" => {
                    let config: EmailVerificationConfig = serde_json::from_str(config)?;
                    let mode = config.mode.unwrap_or(EmailVerificationMode::Optional);
                    setup.email_verification = mode;
                }
                _ => {}
            }
        }
        match &setup.session.overridden.functions {
            Some(name) if !name.starts_with("session.override.functions") => {
                Err(SetupError::UnknownFunction(name.clone()))
            }
            _ => Ok(setup),
        }
    }
}

impl TransferName {
    /// `None` leaves it to the client.
    pub(crate) fn method(self) -> Option<TransferMethod> {
        match self {
            Self::Any => None,
            Self::Cookie => Some(TransferMethod::Cookie),
            Self::Header => Some(TransferMethod::Header),
        }
    }
}

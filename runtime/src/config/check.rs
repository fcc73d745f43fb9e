use std::time::Duration;

use super::domain::{Domain, without_credentials};
use super::transfer::{FixedRules, TransferRules};
use super::{
    ApiKey, AppInfo, Config, CoreConfig, CoreHost, REFRESH_PATH, RequestFunctions, Routes,
    SessionConfig, Settings, TokenNames,
};
use super::{path, scope};
use crate::cdi::Version;
use crate::error::ConfigError;

impl Config {
    pub(crate) fn new(
        settings: Settings,
        functions: RequestFunctions,
    ) -> Result<Self, ConfigError> {
        let mut missing = Missing::default();
        let connection_uri = missing.required(&settings.connection_uri, "connection_uri");
        let app_name = missing.required(&settings.app_name, "app_name");
        let api_domain = missing.required(&settings.api_domain, "api_domain");
        if functions.origin.is_none() && settings.origin.is_none() {
            missing.required(&settings.website_domain, "website_domain");
        }
        missing.report()?;
        let api_domain = Domain::parse("api_domain", api_domain)?;
        let gateway = path::of_cookie(
            "api_gateway_path",
            settings.api_gateway_path.as_deref().unwrap_or(""),
        )?;
        let api_base_path = path::of_routes(
            "api_base_path",
            settings.api_base_path.as_deref().unwrap_or("/auth"),
        )?;
        let website_domain = website_domain(&settings, &functions)?;
        let public_base_path = format!("{gateway}{api_base_path}");
        let rules = fixed_rules(&settings, api_domain.is_https(), &public_base_path)?;
        Ok(Self {
            core: CoreConfig::new(connection_uri, &settings)?,
            app: AppInfo {
                name: app_name.to_owned(),
                api_domain: api_domain.as_str().to_owned(),
                website_domain: website_domain
                    .as_ref()
                    .map(|domain| domain.as_str().to_owned()),
                api_base_path,
                public_base_path,
            },
            transfer: TransferRules::new(rules, functions, api_domain, website_domain)?,
            session: SessionConfig::new(&settings)?,
            routes: Routes {
                refresh: settings.refresh_route.unwrap_or(true),
                sign_out: settings.sign_out_route.unwrap_or(true),
                jwks: settings.jwks_route.unwrap_or(true),
                openid_configuration: settings.openid_configuration_route.unwrap_or(true),
            },
        })
    }
}

impl CoreConfig {
    fn new(connection_uri: &str, settings: &Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            hosts: hosts(connection_uri)?,
            api_key: settings
                .api_key
                .as_ref()
                .map(|key| api_key(key.expose()))
                .transpose()?,
            max_cdi_version: settings
                .max_cdi_version
                .as_deref()
                .map(max_cdi_version)
                .transpose()?,
            connect_timeout: not_zero("connect_timeout", settings.connect_timeout, 2)?,
            request_timeout: not_zero("request_timeout", settings.request_timeout, 10)?,
            max_response_bytes: settings.max_core_response_bytes.unwrap_or(16 * 1024 * 1024),
            required_at_launch: settings.require_core_at_launch.unwrap_or(false),
            checked_at_launch: settings.check_core_at_launch.unwrap_or(true),
            remembers_reads: !settings.disable_core_call_cache.unwrap_or(false),
        })
    }
}

impl SessionConfig {
    fn new(settings: &Settings) -> Result<Self, ConfigError> {
        let expired = status_code(
            "session_expired_status_code",
            settings.session_expired_status_code,
            401,
        )?;
        let invalid_claim = status_code(
            "invalid_claim_status_code",
            settings.invalid_claim_status_code,
            403,
        )?;
        if expired == invalid_claim {
            return Err(ConfigError::SameStatusCodes { code: expired });
        }
        Ok(Self {
            session_expired_status_code: expired,
            invalid_claim_status_code: invalid_claim,
            use_dynamic_signing_key: settings
                .use_dynamic_access_token_signing_key
                .unwrap_or(true),
            jwks_refresh_interval: not_zero(
                "jwks_refresh_interval",
                settings.jwks_refresh_interval,
                4 * 60 * 60,
            )?,
            roles_in_access_token: settings.roles_in_access_token.unwrap_or(false),
            permissions_in_access_token: settings.permissions_in_access_token.unwrap_or(false),
            email_verification: settings.email_verification.unwrap_or_default(),
        })
    }
}

/// Collects the settings that were not given, so that all are told at once.
#[derive(Default)]
struct Missing(Vec<&'static str>);

impl Missing {
    /// The value, empty where it is missing.
    fn required<'s>(&mut self, value: &'s Option<String>, name: &'static str) -> &'s str {
        let given = value.as_deref().filter(|text| !text.trim().is_empty());
        given.unwrap_or_else(|| {
            self.0.push(name);
            ""
        })
    }

    fn report(self) -> Result<(), ConfigError> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(ConfigError::Missing { names: self.0 })
    }
}

/// The front end's address; None where a function tells it.
fn website_domain(
    settings: &Settings,
    functions: &RequestFunctions,
) -> Result<Option<Domain>, ConfigError> {
    if functions.origin.is_some() {
        return Ok(None);
    }
    if let Some(origin) = &settings.origin {
        return Domain::parse("origin", origin).map(Some);
    }
    let website = settings.website_domain.as_deref();
    website
        .map(|website| Domain::parse("website_domain", website))
        .transpose()
}

fn fixed_rules(
    settings: &Settings,
    https: bool,
    public_base_path: &str,
) -> Result<FixedRules, ConfigError> {
    let scope = |name, value: &Option<String>| {
        value
            .as_deref()
            .map(|text| scope::normalise(name, text))
            .transpose()
    };
    let older_cookie_domain = match settings.older_cookie_domain.as_deref() {
        // The older cookies were those of the host only.
        Some("") => Some(String::new()),
        _ => scope("older_cookie_domain", &settings.older_cookie_domain)?,
    };
    let access_path = path::of_cookie(
        "access_token_path",
        settings.access_token_path.as_deref().unwrap_or("/"),
    )?;
    Ok(FixedRules {
        secure: settings.cookie_secure.unwrap_or(https),
        cookie_domain: scope("cookie_domain", &settings.cookie_domain)?
            .filter(|domain| !domain.is_empty()),
        older_cookie_domain,
        access_path: if access_path.is_empty() {
            "/".to_owned()
        } else {
            access_path
        },
        refresh_path: format!("{public_base_path}{REFRESH_PATH}"),
        names: token_names(settings)?,
        expose_access_token: settings
            .expose_access_token_to_frontend_in_cookie_based_auth
            .unwrap_or(false),
        same_site: settings.cookie_same_site,
        anti_csrf: settings.anti_csrf,
    })
}

fn token_names(settings: &Settings) -> Result<TokenNames, ConfigError> {
    let default = TokenNames::default();
    let name = |setting, value: &Option<String>, default: String| match value {
        Some(text) if !is_token_name(text) => Err(ConfigError::TokenName {
            name: setting,
            value: text.clone(),
        }),
        Some(text) => Ok(text.clone()),
        None => Ok(default),
    };
    let names = TokenNames {
        access_cookie: name(
            "access_token_cookie_name",
            &settings.access_token_cookie_name,
            default.access_cookie,
        )?,
        refresh_cookie: name(
            "refresh_token_cookie_name",
            &settings.refresh_token_cookie_name,
            default.refresh_cookie,
        )?,
        access_header: name(
            "access_token_header_name",
            &settings.access_token_header_name,
            default.access_header,
        )?,
        refresh_header: name(
            "refresh_token_header_name",
            &settings.refresh_token_header_name,
            default.refresh_header,
        )?,
    };
    if names.access_cookie == names.refresh_cookie {
        return Err(ConfigError::TokenName {
            name: "refresh_token_cookie_name",
            value: names.refresh_cookie,
        });
    }
    if names
        .access_header
        .eq_ignore_ascii_case(&names.refresh_header)
    {
        return Err(ConfigError::TokenName {
            name: "refresh_token_header_name",
            value: names.refresh_header,
        });
    }
    Ok(names)
}

fn is_token_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Nothing can be done within no time, and some take zero for "no limit", which there is not.
fn not_zero(
    name: &'static str,
    value: Option<Duration>,
    default_seconds: u64,
) -> Result<Duration, ConfigError> {
    match value.unwrap_or(Duration::from_secs(default_seconds)) {
        Duration::ZERO => Err(ConfigError::ZeroDuration { name }),
        duration => Ok(duration),
    }
}

fn status_code(name: &'static str, value: Option<u16>, default: u16) -> Result<u16, ConfigError> {
    let code = value.unwrap_or(default);
    if (400..500).contains(&code) {
        Ok(code)
    } else {
        Err(ConfigError::StatusCode { name, code })
    }
}

/// Splits the connection uri at `;`, as the other SDKs do.
fn hosts(connection_uri: &str) -> Result<Vec<CoreHost>, ConfigError> {
    let name = "connection_uri";
    let pieces: Vec<_> = connection_uri
        .split(';')
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.is_empty() {
        return Err(ConfigError::Domain {
            name,
            value: without_credentials(connection_uri),
        });
    }
    let host = |piece: &str| {
        let domain = Domain::parse(name, piece)?.as_str().to_owned();
        Ok(CoreHost {
            domain,
            base_path: path::normalise(name, piece)?,
        })
    };
    pieces.into_iter().map(host).collect()
}

fn api_key(text: &str) -> Result<ApiKey, ConfigError> {
    let mut value = http::HeaderValue::from_str(text.trim()).map_err(|_| ConfigError::ApiKey)?;
    value.set_sensitive(true);
    Ok(ApiKey(value))
}

fn max_cdi_version(text: &str) -> Result<Version, ConfigError> {
    Version::parse(text.trim())
        .filter(|version| Version::SPOKEN.contains(version))
        .ok_or_else(|| ConfigError::CdiVersion {
            value: text.to_owned(),
        })
}

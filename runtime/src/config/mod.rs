//! Settings as given, and the checked configuration made from them at launch.
//!
//! Every mistake is found here, with the fix in the message; the rest of the crate sees only [`Config`].

mod builder;
mod domain;
mod path;
mod settings;
mod site;

use std::fmt;
use std::time::Duration;

pub use self::builder::Builder;
use self::domain::Domain;
use self::settings::Settings;
pub use self::settings::{AntiCsrf, SameSite};
use self::site::Site;
use crate::cdi::Version;
use crate::error::ConfigError;

/// The checked configuration of one application.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) core: CoreConfig,
    pub(crate) app: AppInfo,
    pub(crate) cookies: CookieConfig,
    pub(crate) session: SessionConfig,
}

/// Where the core is and how it is called.
#[derive(Debug)]
pub(crate) struct CoreConfig {
    pub(crate) hosts: Vec<CoreHost>,
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) max_cdi_version: Option<Version>,
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) required_at_launch: bool,
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
    /// Scheme, host and port of the front end.
    pub(crate) website_domain: String,
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

/// How session cookies are written.
#[derive(Debug, Clone)]
pub(crate) struct CookieConfig {
    pub(crate) secure: bool,
    pub(crate) same_site: SameSite,
    pub(crate) access_path: String,
    pub(crate) refresh_path: String,
}

/// The rules of the sessions.
#[derive(Debug)]
pub(crate) struct SessionConfig {
    pub(crate) anti_csrf: AntiCsrfMode,
    pub(crate) session_expired_status_code: u16,
    pub(crate) use_dynamic_signing_key: bool,
    pub(crate) jwks_refresh_interval: Duration,
}

/// The anti-csrf protection in force. Only an explicit choice reaches the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AntiCsrfMode {
    pub(crate) kind: AntiCsrf,
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
}

impl Config {
    pub(crate) fn new(settings: Settings) -> Result<Self, ConfigError> {
        let connection_uri = required(
            settings.connection_uri,
            "connection_uri",
            "http://127.0.0.1:3567",
        )?;
        let api_domain = required(settings.api_domain, "api_domain", "https://api.example.com")?;
        let api_domain = Domain::parse("api_domain", &api_domain)?;
        let name = required(settings.app_name, "app_name", "My App")?;
        let gateway = path::normalise(
            "api_gateway_path",
            settings.api_gateway_path.as_deref().unwrap_or(""),
        )?;
        let api_base_path = path::normalise(
            "api_base_path",
            settings.api_base_path.as_deref().unwrap_or("/auth"),
        )?;
        let website_domain = match (settings.origin, settings.website_domain) {
            (Some(origin), _) => Domain::parse("origin", &origin)?,
            (None, Some(website)) => Domain::parse("website_domain", &website)?,
            (None, None) => return Err(ConfigError::MissingWebsiteDomain),
        };

        let public_base_path = format!("{gateway}{api_base_path}");
        let secure = settings.cookie_secure.unwrap_or(api_domain.is_https());
        let (same_site, local) =
            same_site(settings.cookie_same_site, &api_domain, &website_domain)?;
        if same_site == SameSite::None && !secure && !local {
            return Err(ConfigError::InsecureCrossSite);
        }
        let anti_csrf = match settings.anti_csrf {
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
        };
        let session_expired_status_code = settings.session_expired_status_code.unwrap_or(401);
        if !(400..500).contains(&session_expired_status_code) {
            return Err(ConfigError::StatusCode {
                code: session_expired_status_code,
            });
        }

        Ok(Self {
            core: CoreConfig {
                hosts: hosts(&connection_uri)?,
                api_key: settings
                    .api_key
                    .map(|key| api_key(key.expose()))
                    .transpose()?,
                max_cdi_version: settings
                    .max_cdi_version
                    .as_deref()
                    .map(max_cdi_version)
                    .transpose()?,
                connect_timeout: settings.connect_timeout.unwrap_or(Duration::from_secs(2)),
                request_timeout: settings.request_timeout.unwrap_or(Duration::from_secs(10)),
                required_at_launch: settings.require_core_at_launch.unwrap_or(false),
            },
            cookies: CookieConfig {
                secure,
                same_site,
                access_path: "/".to_owned(),
                refresh_path: format!("{public_base_path}/session/refresh"),
            },
            app: AppInfo {
                name,
                api_domain: api_domain.into_string(),
                website_domain: website_domain.into_string(),
                api_base_path,
                public_base_path,
            },
            session: SessionConfig {
                anti_csrf,
                session_expired_status_code,
                use_dynamic_signing_key: settings
                    .use_dynamic_access_token_signing_key
                    .unwrap_or(true),
                jwks_refresh_interval: settings
                    .jwks_refresh_interval
                    .unwrap_or(Duration::from_secs(4 * 60 * 60)),
            },
        })
    }
}

fn required(
    value: Option<String>,
    name: &'static str,
    example: &'static str,
) -> Result<String, ConfigError> {
    value
        .filter(|text| !text.trim().is_empty())
        .ok_or(ConfigError::Missing { name, example })
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
            value: connection_uri.to_owned(),
        });
    }
    let host = |piece: &str| {
        let domain = Domain::parse(name, piece)?.into_string();
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

/// The cookies' SameSite, and whether both ends are on this machine.
fn same_site(
    chosen: Option<SameSite>,
    api: &Domain,
    website: &Domain,
) -> Result<(SameSite, bool), ConfigError> {
    let sites =
        Site::of("api_domain", api).and_then(|a| Ok((a, Site::of("website_domain", website)?)));
    match (chosen, sites) {
        (Some(chosen), Ok((api_site, site))) => {
            Ok((chosen, api_site.is_local() && site.is_local()))
        }
        (Some(chosen), Err(_)) => Ok((chosen, false)),
        (None, Ok((api_site, site))) => {
            let same = api_site == site && api.is_https() == website.is_https();
            let derived = if same { SameSite::Lax } else { SameSite::None };
            Ok((derived, api_site.is_local() && site.is_local()))
        }
        (None, Err(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            connection_uri: Some("http://127.0.0.1:3567".to_owned()),
            app_name: Some("Test".to_owned()),
            api_domain: Some("https://api.example.com".to_owned()),
            website_domain: Some("https://example.com".to_owned()),
            ..Settings::default()
        }
    }

    #[test]
    fn defaults_are_those_of_the_other_sdks() {
        let config = Config::new(settings()).expect("valid");
        assert_eq!(config.app.issuer(), "https://api.example.com/auth");
        assert_eq!(config.cookies.refresh_path, "/auth/session/refresh");
        assert_eq!(config.cookies.same_site, SameSite::Lax);
        assert!(config.cookies.secure);
        assert_eq!(config.session.anti_csrf.kind, AntiCsrf::None);
        assert_eq!(config.session.session_expired_status_code, 401);
        assert_eq!(
            config.session.jwks_refresh_interval,
            Duration::from_secs(14_400)
        );
    }

    #[test]
    fn a_front_end_on_another_site_needs_none_and_the_custom_header() {
        let website_domain = Some("https://example.org".to_owned());
        let config = Config::new(Settings {
            website_domain,
            ..settings()
        })
        .expect("valid");
        assert_eq!(config.cookies.same_site, SameSite::None);
        assert!(config.session.anti_csrf.uses_custom_header());
        assert!(!config.session.anti_csrf.uses_core_tokens());
    }

    #[test]
    fn another_scheme_is_another_site() {
        let website_domain = Some("http://example.com".to_owned());
        let config = Config::new(Settings {
            website_domain,
            ..settings()
        })
        .expect("valid");
        assert_eq!(config.cookies.same_site, SameSite::None);
    }

    #[test]
    fn cross_site_without_https_stops_the_launch() {
        let api_domain = Some("http://api.example.com".to_owned());
        let error = Config::new(Settings {
            api_domain,
            ..settings()
        })
        .expect_err("insecure");
        assert!(matches!(error, ConfigError::InsecureCrossSite), "{error}");
    }

    #[test]
    fn several_hosts_keep_their_paths() {
        let connection_uri = Some("https://a.core.io/appid-shop/;b.core.io:3567 ;".to_owned());
        let config = Config::new(Settings {
            connection_uri,
            ..settings()
        })
        .expect("valid");
        let hosts: Vec<_> = config
            .core
            .hosts
            .iter()
            .map(|host| (host.domain.as_str(), host.base_path.as_str()))
            .collect();
        assert_eq!(
            hosts,
            [
                ("https://a.core.io", "/appid-shop"),
                ("https://b.core.io:3567", "")
            ]
        );
    }

    #[test]
    fn mistakes_name_the_setting() {
        let missing = Config::new(Settings {
            app_name: None,
            ..settings()
        })
        .expect_err("no name");
        assert!(
            missing.to_string().contains("`app_name` is missing"),
            "{missing}"
        );
        let blank = Config::new(Settings {
            connection_uri: Some("http://a; ".to_owned()),
            ..settings()
        });
        assert!(matches!(
            blank,
            Err(ConfigError::Domain {
                name: "connection_uri",
                ..
            })
        ));
        let version = Config::new(Settings {
            max_cdi_version: Some("4.0".to_owned()),
            ..settings()
        });
        assert!(matches!(version, Err(ConfigError::CdiVersion { .. })));
        let code = Config::new(Settings {
            session_expired_status_code: Some(200),
            ..settings()
        });
        assert!(matches!(code, Err(ConfigError::StatusCode { code: 200 })));
    }

    #[test]
    fn the_api_key_is_not_shown() {
        let api_key = Some("very-secret-key".to_owned().into());
        let settings = Settings {
            api_key,
            ..settings()
        };
        assert!(!format!("{settings:?}").contains("very-secret"));
        let config = Config::new(settings).expect("valid");
        assert!(!format!("{config:?}").contains("very-secret"));
    }
}

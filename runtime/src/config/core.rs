//! Where the core is and how it is called.

use std::fmt;
use std::time::Duration;

use super::domain::{Domain, without_credentials};
use super::path;
use super::settings::CompleteSettings;
use super::values::not_zero;
use crate::cdi::Version;
use crate::error::ConfigError;

/// Where the core is and how it is called.
#[derive(Debug)]
pub(crate) struct CoreConfig {
    pub(crate) hosts: Vec<CoreHost>,
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) max_cdi_version: Option<Version>,
    pub(crate) connect_timeout: Duration,
    /// The longest wait of one caller, over all hosts and attempts.
    pub(crate) request_timeout: Duration,
    /// The longest response of the core.
    pub(crate) max_response_bytes: u64,
    pub(crate) required_at_launch: bool,
    /// Whether each host is asked in the background once the application is up.
    pub(crate) checked_at_launch: bool,
    /// Whether the core's response to a GET serves again within the same request.
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

impl CoreConfig {
    pub(super) fn new(settings: &CompleteSettings) -> Result<Self, ConfigError> {
        let api_key = settings
            .api_key
            .as_ref()
            .map(|key| ApiKey::new(key.expose()));
        let max_cdi_version = settings.max_cdi_version.as_deref().map(spoken_version);
        Ok(Self {
            hosts: hosts(&settings.connection_uri, cfg!(feature = "tls"))?,
            api_key: api_key.transpose()?,
            max_cdi_version: max_cdi_version.transpose()?,
            connect_timeout: not_zero("connect_timeout", settings.connect_timeout)?,
            request_timeout: not_zero("request_timeout", settings.request_timeout)?,
            max_response_bytes: settings.max_core_response_bytes,
            required_at_launch: settings.require_core_at_launch,
            checked_at_launch: settings.check_core_at_launch,
            remembers_reads: !settings.disable_core_call_cache,
        })
    }
}

/// Splits the connection uri at `;`, as the other SDKs do.
fn hosts(connection_uri: &str, with_tls: bool) -> Result<Vec<CoreHost>, ConfigError> {
    let name = "connection_uri";
    let pieces = connection_uri.split(';').filter(|piece| !piece.is_empty());
    let hosts: Vec<_> = pieces
        .map(|piece| {
            let domain = Domain::parse(name, piece)?;
            let domain_text = domain.as_str().to_owned();
            if domain.is_https() && !with_tls {
                return Err(ConfigError::NoTls { host: domain_text });
            }
            Ok(CoreHost {
                domain: domain_text,
                base_path: path::normalise(name, piece)?,
            })
        })
        .collect::<Result<_, _>>()?;
    if hosts.is_empty() {
        return Err(ConfigError::Domain {
            name,
            value: without_credentials(connection_uri),
        });
    }
    Ok(hosts)
}

impl ApiKey {
    fn new(text: &str) -> Result<Self, ConfigError> {
        let value = http::HeaderValue::from_str(text.trim());
        let mut value = value.map_err(|_| ConfigError::ApiKey)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

fn spoken_version(text: &str) -> Result<Version, ConfigError> {
    Version::parse(text.trim())
        .filter(|version| Version::SPOKEN.contains(version))
        .ok_or_else(|| ConfigError::CdiVersion {
            value: text.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_needs_tls() {
        for uri in [
            "https://core.example.com",
            // As the other SDKs read it.
            "core.example.com",
            "http://127.0.0.1:3567;https://core.example.com/path",
        ] {
            let error = hosts(uri, false).expect_err(uri);
            assert!(
                matches!(&error, ConfigError::NoTls { host } if host == "https://core.example.com")
            );
            let text = error.to_string();
            assert!(
                text.contains("\"tls\"") && text.contains("Cargo.toml"),
                "{text}"
            );
            assert!(hosts(uri, true).is_ok(), "{uri}");
        }
        assert!(hosts("http://core.internal:3567;127.0.0.1", false).is_ok());
    }

    #[test]
    fn the_feature_decides_whether_there_is_tls() {
        use crate::SuperTokens;
        let build = |uri: &str| {
            SuperTokens::builder()
                .connection_uri(uri)
                .app_name("Test")
                .api_domain("https://api.example.com")
                .website_domain("https://example.com")
                .build()
                .map(drop)
        };
        build("http://127.0.0.1:3567").expect("http needs no TLS");
        let built = build("https://core.example.com");
        match cfg!(feature = "tls") {
            true => built.expect("TLS is there"),
            false => assert!(matches!(built, Err(ConfigError::NoTls { .. })), "{built:?}"),
        }
    }
}

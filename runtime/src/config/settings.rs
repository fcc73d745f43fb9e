use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::error::ConfigError;

/// The settings as the user gave them, in `Rocket.toml` or through the builder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) connection_uri: Option<String>,
    pub(crate) api_key: Option<Secret>,
    pub(crate) max_cdi_version: Option<String>,
    #[serde(deserialize_with = "duration")]
    pub(crate) connect_timeout: Option<Duration>,
    #[serde(deserialize_with = "duration")]
    pub(crate) request_timeout: Option<Duration>,
    pub(crate) max_core_response_bytes: Option<u64>,
    pub(crate) require_core_at_launch: Option<bool>,
    pub(crate) disable_core_call_cache: Option<bool>,

    pub(crate) app_name: Option<String>,
    pub(crate) api_domain: Option<String>,
    pub(crate) website_domain: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) api_base_path: Option<String>,
    pub(crate) api_gateway_path: Option<String>,

    pub(crate) cookie_secure: Option<bool>,
    pub(crate) cookie_same_site: Option<SameSite>,
    pub(crate) cookie_domain: Option<String>,
    pub(crate) older_cookie_domain: Option<String>,
    pub(crate) access_token_path: Option<String>,
    pub(crate) access_token_cookie_name: Option<String>,
    pub(crate) refresh_token_cookie_name: Option<String>,
    pub(crate) access_token_header_name: Option<String>,
    pub(crate) refresh_token_header_name: Option<String>,
    pub(crate) expose_access_token_to_frontend_in_cookie_based_auth: Option<bool>,
    pub(crate) anti_csrf: Option<AntiCsrf>,
    pub(crate) session_expired_status_code: Option<u16>,
    pub(crate) invalid_claim_status_code: Option<u16>,
    pub(crate) use_dynamic_access_token_signing_key: Option<bool>,
    pub(crate) roles_in_access_token: Option<bool>,
    pub(crate) permissions_in_access_token: Option<bool>,
    pub(crate) email_verification: Option<EmailVerificationMode>,
    #[serde(deserialize_with = "duration")]
    pub(crate) jwks_refresh_interval: Option<Duration>,

    pub(crate) refresh_route: Option<bool>,
    pub(crate) sign_out_route: Option<bool>,
    pub(crate) jwks_route: Option<bool>,
    pub(crate) openid_configuration_route: Option<bool>,
}

impl Settings {
    /// Reads the `supertokens` section; a missing section counts as empty.
    pub(crate) fn from_figment(figment: &figment::Figment) -> Result<Self, ConfigError> {
        if figment.find_value("supertokens").is_err() {
            return Ok(Self::default());
        }
        Ok(figment.extract_inner("supertokens")?)
    }

    /// Takes from `other` what is not set here.
    pub(crate) fn or(self, other: Self) -> Self {
        macro_rules! merge {
            ($($name:ident),+ $(,)?) => { Self { $($name: self.$name.or(other.$name)),+ } };
        }
        merge! {
            connection_uri, api_key, max_cdi_version, connect_timeout, request_timeout, max_core_response_bytes, require_core_at_launch, disable_core_call_cache, app_name, api_domain, website_domain, origin, api_base_path, api_gateway_path, cookie_secure, cookie_same_site, cookie_domain, older_cookie_domain, access_token_path, access_token_cookie_name, refresh_token_cookie_name, access_token_header_name, refresh_token_header_name, expose_access_token_to_frontend_in_cookie_based_auth, anti_csrf, session_expired_status_code, invalid_claim_status_code, use_dynamic_access_token_signing_key, roles_in_access_token, permissions_in_access_token, email_verification, jwks_refresh_interval, refresh_route, sign_out_route, jwks_route, openid_configuration_route,
        }
    }
}

/// The `SameSite` attribute of the session cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SameSite {
    /// Only requests that start on the same site carry the cookies.
    Strict,
    /// Links from other sites carry them too. The default where API and front end share a site.
    Lax,
    /// All requests carry them; needs https. The default where API and front end are different sites.
    None,
}

impl SameSite {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }
}

/// How cookie sessions are protected against forged requests from other sites.
///
/// Sessions in headers need no protection and are never checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AntiCsrf {
    /// No check. The default where the cookies are not `SameSite=None`.
    None,
    /// The request must carry a `rid` header, which a foreign form cannot add.
    /// The default where the cookies are `SameSite=None`.
    ViaCustomHeader,
    /// The request must repeat a token that the core made for the session.
    ViaToken,
}

/// What sessions have to do with the verification of e-mail addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum EmailVerificationMode {
    /// Nothing.
    #[default]
    Off,
    /// New sessions say whether the address is verified; routes may ask for it.
    Optional,
    /// New sessions say whether the address is verified, and every protected route asks for it.
    Required,
}

/// A value that `Debug` does not show.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A number of seconds, or a text such as `"4h"` or `"250ms"`.
fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Seconds(u64),
        Text(String),
    }
    match Option::<Given>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Given::Seconds(seconds)) => Ok(Some(Duration::from_secs(seconds))),
        Some(Given::Text(text)) => humantime::parse_duration(&text)
            .map(Some)
            .map_err(serde::de::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;
    use serde_json::json;

    use super::*;

    fn read(section: serde_json::Value) -> Result<Settings, ConfigError> {
        Settings::from_figment(&Figment::from(Serialized::default("supertokens", section)))
    }

    #[test]
    fn no_section_is_an_empty_one() {
        let settings = Settings::from_figment(&Figment::new()).expect("empty");
        assert!(settings.app_name.is_none());
    }

    #[test]
    fn enums_and_durations_are_read() {
        let settings = read(json!({
            "cookie_same_site": "strict",
            "anti_csrf": "VIA_TOKEN",
            "connect_timeout": 3,
            "max_core_response_bytes": 1024,
            "jwks_refresh_interval": "2h",
        }))
        .expect("valid");
        assert_eq!(settings.cookie_same_site, Some(SameSite::Strict));
        assert_eq!(settings.anti_csrf, Some(AntiCsrf::ViaToken));
        assert_eq!(settings.connect_timeout, Some(Duration::from_secs(3)));
        assert_eq!(settings.max_core_response_bytes, Some(1024));
        assert_eq!(
            settings.jwks_refresh_interval,
            Some(Duration::from_secs(7200))
        );
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        let error = read(json!({ "api_domian": "x" })).expect_err("unknown");
        assert!(error.to_string().contains("api_domian"), "{error}");
    }

    #[test]
    fn what_is_set_wins_over_what_is_filled_in() {
        let ours = Settings {
            app_name: Some("code".to_owned()),
            ..Settings::default()
        };
        let file = read(json!({ "app_name": "file", "api_domain": "file.com" })).expect("valid");
        let merged = ours.or(file);
        assert_eq!(merged.app_name.as_deref(), Some("code"));
        assert_eq!(merged.api_domain.as_deref(), Some("file.com"));
    }
}

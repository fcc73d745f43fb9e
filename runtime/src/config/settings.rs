use std::time::Duration;

use serde::{Deserialize, Deserializer};

use super::values::{self, Secret};

/// The settings as the user gave them, in `Rocket.toml` or through the builder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    #[serde(deserialize_with = "values::text")]
    pub(crate) connection_uri: Option<String>,
    pub(crate) api_key: Option<Secret>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) max_cdi_version: Option<String>,
    #[serde(deserialize_with = "values::duration")]
    pub(crate) connect_timeout: Option<Duration>,
    #[serde(deserialize_with = "values::duration")]
    pub(crate) request_timeout: Option<Duration>,
    #[serde(deserialize_with = "values::number")]
    pub(crate) max_core_response_bytes: Option<u64>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) require_core_at_launch: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) check_core_at_launch: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) disable_core_call_cache: Option<bool>,

    #[serde(deserialize_with = "values::text")]
    pub(crate) app_name: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) api_domain: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) website_domain: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) origin: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) api_base_path: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) api_gateway_path: Option<String>,

    #[serde(deserialize_with = "values::flag")]
    pub(crate) cookie_secure: Option<bool>,
    pub(crate) cookie_same_site: Option<SameSite>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) cookie_domain: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) older_cookie_domain: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) access_token_path: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) access_token_cookie_name: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) refresh_token_cookie_name: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) access_token_header_name: Option<String>,
    #[serde(deserialize_with = "values::text")]
    pub(crate) refresh_token_header_name: Option<String>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) expose_access_token_to_frontend_in_cookie_based_auth: Option<bool>,
    pub(crate) anti_csrf: Option<AntiCsrf>,
    #[serde(deserialize_with = "values::number")]
    pub(crate) session_expired_status_code: Option<u16>,
    #[serde(deserialize_with = "values::number")]
    pub(crate) invalid_claim_status_code: Option<u16>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) use_dynamic_access_token_signing_key: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) roles_in_access_token: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) permissions_in_access_token: Option<bool>,
    pub(crate) email_verification: Option<EmailVerificationMode>,
    #[serde(deserialize_with = "values::duration")]
    pub(crate) jwks_refresh_interval: Option<Duration>,

    #[serde(deserialize_with = "values::flag")]
    pub(crate) refresh_route: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) sign_out_route: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) jwks_route: Option<bool>,
    #[serde(deserialize_with = "values::flag")]
    pub(crate) openid_configuration_route: Option<bool>,
}

impl Settings {
    /// Takes from `other` what is not set here.
    pub(crate) fn or(self, other: Self) -> Self {
        macro_rules! merge {
            ($($name:ident),+ $(,)?) => { Self { $($name: self.$name.or(other.$name)),+ } };
        }
        merge! {
            connection_uri, api_key, max_cdi_version, connect_timeout, request_timeout,
            max_core_response_bytes, require_core_at_launch, check_core_at_launch, disable_core_call_cache,
            app_name, api_domain, website_domain, origin, api_base_path, api_gateway_path,
            cookie_secure, cookie_same_site, cookie_domain, older_cookie_domain, access_token_path,
            access_token_cookie_name, refresh_token_cookie_name, access_token_header_name,
            refresh_token_header_name, expose_access_token_to_frontend_in_cookie_based_auth, anti_csrf,
            session_expired_status_code, invalid_claim_status_code, use_dynamic_access_token_signing_key,
            roles_in_access_token, permissions_in_access_token, email_verification, jwks_refresh_interval,
            refresh_route, sign_out_route, jwks_route, openid_configuration_route,
        }
    }
}

/// The `SameSite` attribute of the session cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

/// How the choices are spelt, for those who write them by hand in any case.
macro_rules! spellings {
    ($($choice:ty { $($text:literal: $variant:ident),+ })+) => { $(
        impl<'de> Deserialize<'de> for $choice {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                values::one_of(deserializer, &[$(($text, Self::$variant)),+])
            }
        }
    )+ };
}

spellings! {
    SameSite { "strict": Strict, "lax": Lax, "none": None }
    AntiCsrf { "NONE": None, "VIA_CUSTOM_HEADER": ViaCustomHeader, "VIA_TOKEN": ViaToken }
    EmailVerificationMode { "OFF": Off, "OPTIONAL": Optional, "REQUIRED": Required }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_wins_over_what_is_filled_in() {
        let named = |name: &str| Settings {
            app_name: Some(name.to_owned()),
            ..Settings::default()
        };
        let file = Settings {
            api_domain: Some("file.com".to_owned()),
            ..named("file")
        };
        let merged = named("code").or(file);
        assert_eq!(merged.app_name.as_deref(), Some("code"));
        assert_eq!(merged.api_domain.as_deref(), Some("file.com"));
    }
}

//! The names of the tokens' cookies and headers.

use super::settings::CompleteSettings;
use crate::error::ConfigError;

/// The names of the tokens' cookies and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenNames {
    /// The cookie of the access token. Default: `sAccessToken`.
    pub access_cookie: String,
    /// The cookie of the refresh token. Default: `sRefreshToken`.
    pub refresh_cookie: String,
    /// The response header of the access token. Default: `st-access-token`.
    pub access_header: String,
    /// The response header of the refresh token. Default: `st-refresh-token`.
    pub refresh_header: String,
}

impl Default for TokenNames {
    fn default() -> Self {
        Self {
            access_cookie: "sAccessToken".to_owned(),
            refresh_cookie: "sRefreshToken".to_owned(),
            access_header: "st-access-token".to_owned(),
            refresh_header: "st-refresh-token".to_owned(),
        }
    }
}

impl TokenNames {
    pub(super) fn new(settings: &CompleteSettings) -> Result<Self, ConfigError> {
        let name = |setting, text: &str| {
            if is_token_name(text) {
                Ok(text.to_owned())
            } else {
                Err(unusable(setting, text))
            }
        };
        let access_cookie = &settings.access_token_cookie_name;
        let refresh_cookie = &settings.refresh_token_cookie_name;
        let access_header = &settings.access_token_header_name;
        let refresh_header = &settings.refresh_token_header_name;
        if access_cookie == refresh_cookie {
            return Err(unusable("refresh_token_cookie_name", refresh_cookie));
        }
        if access_header.eq_ignore_ascii_case(refresh_header) {
            return Err(unusable("refresh_token_header_name", refresh_header));
        }
        Ok(Self {
            access_cookie: name("access_token_cookie_name", access_cookie)?,
            refresh_cookie: name("refresh_token_cookie_name", refresh_cookie)?,
            access_header: name("access_token_header_name", access_header)?,
            refresh_header: name("refresh_token_header_name", refresh_header)?,
        })
    }
}

fn is_token_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(fits)
}

fn unusable(name: &'static str, value: &str) -> ConfigError {
    ConfigError::TokenName {
        name,
        value: value.to_owned(),
    }
}

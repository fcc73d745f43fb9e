//! The rules of the sessions.

use std::time::Duration;

use super::choices::EmailVerificationMode;
use super::settings::CompleteSettings;
use super::values::not_zero;
use crate::error::ConfigError;

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
    pub(crate) token_cache: TokenCacheConfig,
}

/// How many verified tokens are kept. Either limit may be zero, which keeps none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenCacheConfig {
    pub(crate) entries: u64,
    pub(crate) bytes: u64,
}

impl SessionConfig {
    pub(super) fn new(settings: &CompleteSettings) -> Result<Self, ConfigError> {
        let expired = settings.session_expired_status_code;
        let invalid_claim = settings.invalid_claim_status_code;
        check_status_code("session_expired_status_code", expired)?;
        check_status_code("invalid_claim_status_code", invalid_claim)?;
        if expired == invalid_claim {
            return Err(ConfigError::SameStatusCodes { code: expired });
        }
        let jwks_refresh_interval =
            not_zero("jwks_refresh_interval", settings.jwks_refresh_interval)?;
        Ok(Self {
            session_expired_status_code: expired,
            invalid_claim_status_code: invalid_claim,
            use_dynamic_signing_key: settings.use_dynamic_access_token_signing_key,
            jwks_refresh_interval,
            roles_in_access_token: settings.roles_in_access_token,
            permissions_in_access_token: settings.permissions_in_access_token,
            email_verification: settings.email_verification,
            token_cache: TokenCacheConfig {
                entries: settings.verified_token_cache_entries,
                bytes: settings.verified_token_cache_bytes,
            },
        })
    }
}

fn check_status_code(name: &'static str, code: u16) -> Result<(), ConfigError> {
    if (400..500).contains(&code) {
        Ok(())
    } else {
        Err(ConfigError::StatusCode { name, code })
    }
}

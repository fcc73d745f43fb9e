//! How thoroughly a session is checked, and the check that needs nothing but its token.

use subtle::ConstantTimeEq as _;

use crate::config::{AntiCsrf, Config};
use crate::error::{Error, RefreshReason};
use crate::token::AccessToken;

/// How thoroughly a session is checked.
#[derive(Clone, Copy)]
pub(in crate::session) struct Checks<'a> {
    /// Whether a missing token is an error.
    pub(in crate::session) required: bool,
    /// Whether the core is asked if the session still exists.
    pub(in crate::session) database: bool,
    pub(in crate::session) anti_csrf: bool,
    pub(in crate::session) anti_csrf_token: Option<&'a str>,
}

impl Checks<'_> {
    /// Compares the anti-csrf token with the session's, in constant time.
    pub(in crate::session) fn check_anti_csrf(
        self,
        access_token: &AccessToken,
        config: &Config,
    ) -> Result<(), Error> {
        if !self.anti_csrf || config.chosen_anti_csrf() != Some(AntiCsrf::ViaToken) {
            return Ok(());
        }
        match (self.anti_csrf_token, access_token.anti_csrf_token()) {
            (Some(given), Some(expected)) if given.as_bytes().ct_eq(expected.as_bytes()).into() => {
                Ok(())
            }
            _ => Err(RefreshReason::AntiCsrf.into()),
        }
    }
}

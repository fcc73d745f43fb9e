use subtle::ConstantTimeEq as _;

use super::{Session, SuperTokens};
use crate::cdi::{Token, VerifySession, VerifySessionAnswer, Version};
use crate::error::{CoreError, Error, RefreshReason, UnauthorisedReason};
use crate::token::{self, AccessToken};

/// How thoroughly an access token is checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checks<'a> {
    /// Whether the core is asked if the session still exists.
    pub(crate) database: bool,
    /// Whether the anti-csrf token must be that of the session.
    pub(crate) anti_csrf: bool,
    /// The anti-csrf token that came with the request.
    pub(crate) anti_csrf_token: Option<&'a str>,
}

impl SuperTokens {
    /// Verifies an access token: here, and by the core only where the core must decide.
    pub(crate) async fn verify(
        &self,
        access_token: AccessToken,
        checks: Checks<'_>,
    ) -> Result<Session, Error> {
        token::verify(&access_token, &self.keys).await?;
        if access_token.uses_dynamic_key() != self.config.session.use_dynamic_signing_key {
            return Err(RefreshReason::KeyKind.into());
        }
        self.check_anti_csrf(&access_token, checks)?;
        let needs_core = checks.database || self.must_confirm(&access_token).await?;
        let session = Session::new(self, access_token);
        session.keep_anti_csrf_token(checks.anti_csrf_token);
        if needs_core {
            self.confirm(&session, checks).await?;
        }
        Ok(session)
    }

    /// Has the core check the session's current access token, and takes over the new one that it may bring.
    pub(crate) async fn confirm(&self, session: &Session, checks: Checks<'_>) -> Result<(), Error> {
        let access_token = session.access_token();
        let call = VerifySession {
            access_token: access_token.expose(),
            anti_csrf_token: checks.anti_csrf_token,
            do_anti_csrf_check: checks.anti_csrf,
            enable_anti_csrf: self.config.session.anti_csrf.uses_core_tokens(),
            check_database: checks.database,
        };
        match self.querier.call(&call).await? {
            VerifySessionAnswer::Ok {
                access_token: Some(token),
                ..
            } => {
                session.replace_access_token(from_core(&token)?);
                Ok(())
            }
            // From CDI 5.6 on verifying brings no token; regenerating without a payload brings the stored one.
            VerifySessionAnswer::Ok {
                payload_update_available: true,
                ..
            } => session.regenerate(None).await,
            VerifySessionAnswer::Ok { .. } => Ok(()),
            VerifySessionAnswer::Unauthorised { message }
                if message == VerifySessionAnswer::ROTATED_OUT =>
            {
                Err(RefreshReason::RotatedOut.into())
            }
            VerifySessionAnswer::Unauthorised { message } => {
                Err(Error::unauthorised(UnauthorisedReason::Core(message), true))
            }
            VerifySessionAnswer::TryRefreshToken { message } => {
                Err(RefreshReason::Core(message).into())
            }
        }
    }

    /// Compares the request's anti-csrf token with the session's, in constant time.
    pub(crate) fn check_anti_csrf(
        &self,
        access_token: &AccessToken,
        checks: Checks<'_>,
    ) -> Result<(), Error> {
        if !checks.anti_csrf || !self.config.session.anti_csrf.uses_core_tokens() {
            return Ok(());
        }
        match (checks.anti_csrf_token, &access_token.claims.anti_csrf_token) {
            (Some(given), Some(expected)) if given.as_bytes().ct_eq(expected.as_bytes()).into() => {
                Ok(())
            }
            _ => Err(RefreshReason::AntiCsrf.into()),
        }
    }

    /// Up to CDI 5.5 the first use of a refreshed token makes its refresh token the valid one.
    async fn must_confirm(&self, access_token: &AccessToken) -> Result<bool, Error> {
        Ok(access_token.claims.has_parent
            && self.querier.version().await? < Version::ROTATES_AT_REFRESH)
    }
}

/// Reads an access token that the core has just made.
pub(super) fn from_core(token: &Token) -> Result<AccessToken, Error> {
    AccessToken::parse(&token.token).map_err(|defect| CoreError::AccessToken(defect).into())
}

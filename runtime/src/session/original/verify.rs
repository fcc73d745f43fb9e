//! Verifies an access token.

use subtle::ConstantTimeEq as _;

use crate::cdi::{Token, VerifySession, VerifySessionResponse, Version};
use crate::config::AntiCsrf;
use crate::error::{CoreError, Error, RefreshReason, UnauthorisedReason};
use crate::querier::fit_to_log;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::overrides::Verification;
use crate::session::super_tokens::SuperTokens;
use crate::token::{self, AccessToken};

/// Verifies an access token: here, and by the core only where the core must decide.
pub(super) async fn verify_session(
    input: Verification,
    super_tokens: &SuperTokens,
) -> Result<Option<Session>, Error> {
    let Verification {
        access_token,
        anti_csrf_token,
        options,
    } = input;
    let anti_csrf = super_tokens.config().chosen_anti_csrf();
    let checks = Checks {
        database: options.check_database,
        anti_csrf: options.anti_csrf_check.unwrap_or(true),
        anti_csrf_token: anti_csrf_token.as_ref().map(|token| token.as_str()),
    };
    if anti_csrf == Some(AntiCsrf::ViaCustomHeader) && checks.anti_csrf {
        return Err(Error::CustomHeaderUncheckable);
    }
    let Some(access_token) = access_token else {
        return missing(&options);
    };
    token::verify(&access_token, super_tokens.keys()).await?;
    if access_token.version >= 3
        && access_token.uses_dynamic_key() != super_tokens.config().session.use_dynamic_signing_key
    {
        return Err(RefreshReason::KeyKind.into());
    }
    check_anti_csrf(super_tokens, &access_token, checks)?;
    let needs_core = checks.database || must_confirm(&access_token, super_tokens).await?;
    let session = Session::new(super_tokens, access_token);
    session.keep_anti_csrf_token(checks.anti_csrf_token);
    if needs_core {
        confirm(&session, checks, super_tokens).await?;
    }
    Ok(Some(session))
}

/// How thoroughly an access token is checked.
#[derive(Clone, Copy)]
pub(in crate::session) struct Checks<'a> {
    pub(in crate::session) database: bool,
    pub(in crate::session) anti_csrf: bool,
    pub(in crate::session) anti_csrf_token: Option<&'a str>,
}

/// The tokens stay with the client: a refresh may be under way that brings new ones.
fn missing(options: &VerifyOptions) -> Result<Option<Session>, Error> {
    if options.required {
        Err(Error::unauthorised(UnauthorisedReason::NoToken, false))
    } else {
        Ok(None)
    }
}

/// Has the core check the session's current access token, and takes over the new one that it may bring.
pub(in crate::session) async fn confirm(
    session: &Session,
    checks: Checks<'_>,
    super_tokens: &SuperTokens,
) -> Result<(), Error> {
    let access_token = session.access_token();
    let call = VerifySession {
        access_token: access_token.as_str(),
        anti_csrf_token: checks.anti_csrf_token,
        do_anti_csrf_check: checks.anti_csrf,
        enable_anti_csrf: super_tokens.config().chosen_anti_csrf() == Some(AntiCsrf::ViaToken),
        check_database: checks.database,
    };
    match super_tokens.call(&call).await? {
        VerifySessionResponse::Ok {
            access_token: Some(token),
            ..
        } => {
            session.replace_access_token(from_core(&token)?);
            Ok(())
        }
        // From CDI 5.6 on verifying brings no token; regenerating without a payload brings the stored one.
        VerifySessionResponse::Ok {
            payload_update_available: true,
            ..
        } => session.regenerate(None).await,
        VerifySessionResponse::Ok { .. } => Ok(()),
        VerifySessionResponse::Unauthorised { message }
            if message == VerifySessionResponse::ROTATED_OUT =>
        {
            Err(RefreshReason::RotatedOut.into())
        }
        VerifySessionResponse::Unauthorised { message } => {
            super_tokens.refreshes().forget_session(session.handle());
            Err(Error::unauthorised(
                UnauthorisedReason::Core(fit_to_log(&message)),
                true,
            ))
        }
        VerifySessionResponse::TryRefreshToken { message } => {
            Err(RefreshReason::Core(fit_to_log(&message)).into())
        }
    }
}

/// Compares the anti-csrf token with the session's, in constant time.
pub(in crate::session) fn check_anti_csrf(
    super_tokens: &SuperTokens,
    access_token: &AccessToken,
    checks: Checks<'_>,
) -> Result<(), Error> {
    let is_compared = super_tokens.config().chosen_anti_csrf() == Some(AntiCsrf::ViaToken);
    if !checks.anti_csrf || !is_compared {
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
async fn must_confirm(
    access_token: &AccessToken,
    super_tokens: &SuperTokens,
) -> Result<bool, Error> {
    Ok(access_token.claims.has_parent
        && super_tokens.version().await? < Version::ROTATES_AT_REFRESH)
}

/// Reads an access token that the core has just made.
pub(super) fn from_core(token: &Token) -> Result<AccessToken, Error> {
    AccessToken::parse(&token.token).map_err(|defect| CoreError::AccessToken(defect).into())
}

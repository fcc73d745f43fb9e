//! Asks the core to confirm a session whose token is valid here.

use super::checks::Checks;
use super::made_by_core;
use crate::cdi::{VerifySession, VerifySessionResponse, Version};
use crate::config::AntiCsrf;
use crate::error::{Error, RefreshReason, UnauthorisedReason};
use crate::querier::fit_to_log;
use crate::session::container::Session;
use crate::session::super_tokens::SuperTokens;

/// `POST /recipe/session/verify`. Asks the core to check the session's current access token, and uses the new token if
/// the core returns one.
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
            session.replace_access_token(made_by_core::access_token(&token)?);
            Ok(())
        }
        // From CDI 5.6 on verifying returns no token; regenerating without a payload returns a token with the stored
        // payload.
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

/// Asks the core if the database is to be checked, or if this may be the first use of a refreshed token: up to CDI 5.5
/// that makes its refresh token the valid one.
pub(super) async fn confirm_if_needed(
    session: &Session,
    checks: Checks<'_>,
    super_tokens: &SuperTokens,
) -> Result<(), Error> {
    if checks.database || super_tokens.version().await? < Version::ROTATES_AT_REFRESH {
        confirm(session, checks, super_tokens).await?;
    }
    Ok(())
}

//! Verifies an access token: here, and by the core only where the core must decide.

use super::checks::Checks;
use super::confirm::confirm_if_needed;
use crate::config::AntiCsrf;
use crate::error::{Error, RefreshReason, UnauthorisedReason};
use crate::session::container::Session;
use crate::session::super_tokens::SuperTokens;
use crate::token::{self, AccessToken};

/// The original of [`SessionFunctions::verify_session`](crate::overrides::SessionFunctions::verify_session).
pub(in crate::session) async fn verify(
    access_token: Option<AccessToken>,
    checks: Checks<'_>,
    super_tokens: &SuperTokens,
) -> Result<Option<Session>, Error> {
    let chosen = super_tokens.config().chosen_anti_csrf();
    if chosen == Some(AntiCsrf::ViaCustomHeader) && checks.anti_csrf {
        return Err(Error::CustomHeaderUncheckable);
    }
    let Some(access_token) = access_token else {
        return if checks.required {
            // The client keeps its tokens: a refresh may be under way that replaces them.
            Err(Error::unauthorised(UnauthorisedReason::NoToken, false))
        } else {
            Ok(None)
        };
    };
    token::verify(&access_token, super_tokens.keys()).await?;
    let dynamic = super_tokens.config().session.use_dynamic_signing_key;
    if access_token.version() >= 3 && access_token.uses_dynamic_key() != dynamic {
        super_tokens.noted().add_token_of_other_kind(dynamic);
        return Err(RefreshReason::KeyKind.into());
    }
    checks.check_anti_csrf(&access_token, super_tokens.config())?;
    let may_need_core = checks.database || access_token.has_parent();
    let session = Session::found(super_tokens, access_token, checks.anti_csrf_token);
    if may_need_core {
        // In a box, so that the futures of all other requests stay small.
        Box::pin(confirm_if_needed(&session, checks, super_tokens)).await?;
    }
    Ok(Some(session))
}

//! Trades a refresh token for new tokens at the core.

use std::sync::Arc;
use std::time::Duration;

use super::made_by_core;
use super::parallel_refreshes::{RefreshKey, Refreshed};
use crate::cdi::{RefreshSession, RefreshSessionResponse};
use crate::config::AntiCsrf;
use crate::error::{Chain, Error, UnauthorisedReason};
use crate::querier::fit_to_log;
use crate::session::container::Session;
use crate::session::overrides::Refresh;
use crate::session::super_tokens::SuperTokens;

/// Waits between the attempts to end a stolen session while the core is away.
const RETRY_DELAYS: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
];

/// `POST /recipe/session/refresh`.
///
/// Requests with the same refresh token share one call and its response, if they come within some seconds. Two calls
/// would give two pairs of tokens, and only the later pair would be valid.
pub(super) async fn refresh_session(
    input: Refresh,
    super_tokens: &SuperTokens,
) -> Result<Session, Error> {
    let anti_csrf = super_tokens.config().chosen_anti_csrf();
    if anti_csrf == Some(AntiCsrf::ViaCustomHeader) && !input.disable_anti_csrf {
        return Err(Error::CustomHeaderUncheckable);
    }
    let tokens = super_tokens
        .refreshes()
        .run(RefreshKey::from(&input), || {
            refresh_at_core(&input, super_tokens)
        })
        .await?;
    Ok(Session::with_new_tokens(
        super_tokens,
        tokens.access_token.clone(),
        tokens.refresh_token.clone(),
        tokens.anti_csrf_token.clone(),
    ))
}

async fn refresh_at_core(
    input: &Refresh,
    super_tokens: &SuperTokens,
) -> Result<Arc<Refreshed>, Error> {
    let config = super_tokens.config();
    let call = RefreshSession {
        refresh_token: input.refresh_token.as_str(),
        anti_csrf_token: input.anti_csrf_token.as_ref().map(|token| token.as_str()),
        enable_anti_csrf: !input.disable_anti_csrf
            && config.chosen_anti_csrf() == Some(AntiCsrf::ViaToken),
        use_dynamic_signing_key: config.session.use_dynamic_signing_key,
    };
    match super_tokens.call(&call).await? {
        RefreshSessionResponse::Ok(tokens) => Ok(Arc::new(Refreshed {
            access_token: made_by_core::access_token(&tokens.access_token)?,
            refresh_token: tokens.refresh_token,
            anti_csrf_token: tokens.anti_csrf_token,
        })),
        RefreshSessionResponse::Unauthorised { message } => {
            let reason = UnauthorisedReason::Core(fit_to_log(&message));
            Err(Error::unauthorised(reason, true))
        }
        RefreshSessionResponse::TokenTheftDetected {
            session,
            recent_token_reuse_subtype,
        } => {
            tracing::warn!(
                session_handle = session.handle,
                user_id = session.user_id,
                reuse = recent_token_reuse_subtype.as_deref(),
                "token theft detected, the session ends"
            );
            super_tokens.figures().theft();
            super_tokens.refreshes().end([session.handle.as_str()]);
            // From CDI 5.6 on the core names the kind of reuse and has revoked the session itself.
            if recent_token_reuse_subtype.is_none() {
                end_stolen_session(&session.handle, super_tokens);
            }
            Err(Error::TokenTheftDetected {
                session_handle: session.handle,
                user_id: session.user_id,
                recipe_user_id: session.recipe_user_id,
            })
        }
    }
}

/// The response to the client does not wait for it. If the core cannot be reached, it is asked again.
fn end_stolen_session(handle: &str, super_tokens: &SuperTokens) {
    let (super_tokens, handle) = (super_tokens.without_request(), handle.to_owned());
    tokio::spawn(async move {
        let mut delays = RETRY_DELAYS.iter();
        loop {
            let functions = super_tokens.functions();
            let Err(error) = functions.revoke_sessions(&[&handle], &super_tokens).await else {
                return tracing::info!(session_handle = handle, "the stolen session is revoked");
            };
            tracing::error!(session_handle = handle, error = %Chain(&error), "a stolen session could not be revoked yet");
            let Some(delay) = delays.next() else { break };
            tokio::time::sleep(*delay).await;
        }
        tracing::error!(
            session_handle = handle,
            "gave up: revoke this stolen session by hand"
        );
    });
}

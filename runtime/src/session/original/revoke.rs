//! Ends sessions at the core.

use crate::cdi::{RemoveSessions, RemoveUserSessions, TenantId};
use crate::error::Error;
use crate::session::overrides::SessionsOfUser;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

/// `POST /recipe/session/remove` with handles.
pub(super) async fn revoke_sessions(
    session_handles: &[&str],
    super_tokens: &SuperTokens,
) -> Result<Vec<String>, Error> {
    let _forgets = Forgets(super_tokens, |token: &AccessToken| {
        session_handles.contains(&token.session_handle())
    });
    let response = super_tokens
        .call(&RemoveSessions { session_handles })
        .await?;
    // Also the sessions that had ended before.
    super_tokens
        .refreshes()
        .end(session_handles.iter().copied());
    Ok(response.session_handles_revoked)
}

/// `POST [/<tenant>]/recipe/session/remove` with a user.
pub(super) async fn revoke_sessions_of_user(
    user: SessionsOfUser,
    super_tokens: &SuperTokens,
) -> Result<Vec<String>, Error> {
    let call = RemoveUserSessions {
        tenant_id: user.tenant_id.as_deref().map(TenantId::new).transpose()?,
        user_id: &user.user_id,
        revoke_sessions_for_linked_accounts: user.linked_accounts,
        revoke_across_all_tenants: user.tenant_id.is_none(),
    };
    let _forgets = Forgets(super_tokens, |token: &AccessToken| {
        token.user_id() == user.user_id || token.recipe_user_id() == user.user_id
    });
    let revoked = super_tokens.call(&call).await?.session_handles_revoked;
    super_tokens
        .refreshes()
        .end(revoked.iter().map(String::as_str));
    Ok(revoked)
}

/// Drops the kept tokens of sessions after the call that ends them, whatever its result: the core may have carried it
/// out even if the response was lost or the caller was cancelled.
struct Forgets<'a, F: Fn(&AccessToken) -> bool>(&'a SuperTokens, F);

impl<F: Fn(&AccessToken) -> bool> Drop for Forgets<'_, F> {
    fn drop(&mut self) {
        self.0.refreshes().forget(&self.1);
    }
}

//! Whose claims are checked and fetched.

use std::sync::Arc;

use super::time::by_the_system;
use crate::claims::ClaimContext;
use crate::session::container::Session;
use crate::session::overrides::SessionInformation;
use crate::session::super_tokens::SuperTokens;

/// The claims of a session.
pub(super) fn of_session(session: &Session, super_tokens: &SuperTokens) -> ClaimContext {
    ClaimContext {
        user_id: session.user_id().to_owned(),
        recipe_user_id: session.recipe_user_id().to_owned(),
        tenant_id: session.tenant_id().to_owned(),
        payload: by_the_system(session.access_token_payload(), super_tokens.clock()),
        core: super_tokens.core(),
    }
}

/// The claims of a session that is known by its handle.
pub(in crate::session) fn context_of(
    stored: SessionInformation,
    super_tokens: &SuperTokens,
) -> ClaimContext {
    ClaimContext {
        user_id: stored.user_id,
        recipe_user_id: stored.recipe_user_id,
        tenant_id: stored.tenant_id,
        payload: by_the_system(Arc::new(stored.payload), super_tokens.clock()),
        core: super_tokens.core(),
    }
}

impl Session {
    /// Whose claims these are, for a recipe that reads what a claim is fetched from.
    pub(crate) fn claim_context(&self) -> ClaimContext {
        of_session(self, self.super_tokens())
    }
}

impl SuperTokens {
    /// The same for a user without a session, of whom only the login method is known.
    pub(crate) fn claim_context(&self, recipe_user_id: &str, tenant_id: &str) -> ClaimContext {
        ClaimContext {
            user_id: recipe_user_id.to_owned(),
            recipe_user_id: recipe_user_id.to_owned(),
            tenant_id: tenant_id.to_owned(),
            payload: Arc::default(),
            core: self.core(),
        }
    }
}

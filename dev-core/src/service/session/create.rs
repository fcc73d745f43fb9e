//! Creating a session.

use super::handle::new_handle;
use super::mint::{AccessSpec, Lifetime};
use super::types::{Grant, SessionInfo};
use crate::crypto::uuid;
use crate::json::Object;
use crate::service::app::Tenant;
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions;
use crate::token::{checked_claims, hash1, hash2};

/// What a caller wants of a new session.
pub(crate) struct NewSessionRequest {
    pub(crate) recipe_user_id: String,
    pub(crate) claims: Object,
    pub(crate) data: Object,
    pub(crate) anti_csrf: bool,
    pub(crate) static_key: bool,
    pub(crate) access_token_validity: Option<i64>,
}

impl Core {
    /// Creates a session. The tokens are made first, so that a stored session always has them.
    pub(crate) fn create_session(
        &self,
        tenant: &Tenant,
        request: NewSessionRequest,
    ) -> Result<Grant, Refusal> {
        checked_claims(&request.claims).map_err(|fault| Refusal::BadRequest(fault.to_string()))?;
        let lifetime = Lifetime::requested(request.access_token_validity, tenant)?;
        self.sweep_if_due()?;
        let handle = new_handle(tenant);
        let recipe_user_id = request.recipe_user_id;
        let user_id = self.primary_id(&tenant.app, &recipe_user_id)?;
        let anti_csrf = request.anti_csrf.then(uuid);
        let refresh = self.mint_refresh(
            tenant,
            (&handle, &recipe_user_id),
            None,
            anti_csrf.as_deref(),
        )?;
        let refresh_hash1 = hash1(&refresh.text);
        let access = self.mint_access(
            tenant,
            &AccessSpec {
                handle: &handle,
                user_id: &user_id,
                recipe_user_id: &recipe_user_id,
                refresh_hash1: &refresh_hash1,
                parent_hash1: None,
                anti_csrf: anti_csrf.as_deref(),
                claims: &request.claims,
                lifetime,
                static_key: request.static_key,
            },
        )?;
        let new = sessions::NewSession {
            handle: &handle,
            recipe_user_id: &recipe_user_id,
            current_hash: hash2(&refresh_hash1),
            session_data: &request.data,
            jwt_payload: &request.claims,
            created_at: refresh.created_at,
            expires_at: refresh.expires_at,
            static_key: request.static_key,
        };
        self.store
            .write(|db| sessions::insert(db, &tenant.app.id, &tenant.id, &new))?;
        let session = SessionInfo {
            handle,
            recipe_user_id,
            user_id,
            claims: request.claims,
            tenant: tenant.id.clone(),
        };
        Ok(Grant {
            session,
            access,
            refresh,
            anti_csrf,
        })
    }
}

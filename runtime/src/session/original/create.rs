//! Begins a session at the core.

use super::made_by_core;
use crate::cdi::{CreateSession, CreateSessionResponse, TenantId};
use crate::config::AntiCsrf;
use crate::error::Error;
use crate::session::container::Session;
use crate::session::overrides::NewSession;
use crate::session::payload;
use crate::session::super_tokens::SuperTokens;

/// `POST /<tenant>/recipe/session`. The payload gets the issuer, and nothing that belongs to the core.
pub(super) async fn create_session(
    new: NewSession,
    super_tokens: &SuperTokens,
) -> Result<Session, Error> {
    let config = super_tokens.config();
    payload::check(&new.payload, super_tokens.clock())?;
    payload::check_depth("the session data", &new.data)?;
    let call = CreateSession {
        tenant_id: TenantId::new(&new.tenant_id)?,
        user_id: &new.recipe_user_id,
        user_data_in_jwt: &new.payload,
        user_data_in_database: &new.data,
        use_dynamic_signing_key: config.session.use_dynamic_signing_key,
        enable_anti_csrf: !new.disable_anti_csrf
            && config.chosen_anti_csrf() == Some(AntiCsrf::ViaToken),
    };
    let CreateSessionResponse::Ok(tokens) = super_tokens.call(&call).await?;
    let access_token = made_by_core::access_token(&tokens.access_token)?;
    Ok(Session::with_new_tokens(
        super_tokens,
        access_token,
        tokens.refresh_token,
        tokens.anti_csrf_token,
    ))
}

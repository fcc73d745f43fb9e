//! What every new session carries: the issuer, and the claims that the application adds.

use std::sync::Arc;

use super::time::{by_the_clock, by_the_system};
use super::validate::fetch_error;
use crate::cdi::{JsonObject, TenantId, UserById, UserResponse};
use crate::claims::ClaimContext;
use crate::error::Error;
use crate::session::overrides::NewSession;
use crate::session::payload::without_protected;
use crate::session::super_tokens::SuperTokens;

/// Completes the payload before the function is called, as overrides expect to find it.
pub(in crate::session) async fn complete(
    mut new: NewSession,
    super_tokens: &SuperTokens,
) -> Result<NewSession, Error> {
    // Checked first, so that no claims are fetched in vain.
    TenantId::new(&new.tenant_id)?;
    let mut payload = without_protected(&new.payload);
    payload.insert("iss".to_owned(), super_tokens.config().app.issuer().into());
    new.payload =
        add_configured(payload, &new.recipe_user_id, &new.tenant_id, super_tokens).await?;
    Ok(new)
}

/// Adds the claims of all new sessions to a payload.
async fn add_configured(
    mut payload: JsonObject,
    recipe_user_id: &str,
    tenant_id: &str,
    super_tokens: &SuperTokens,
) -> Result<JsonObject, Error> {
    let claims = &super_tokens.claims().at_creation;
    if claims.is_empty() {
        return Ok(payload);
    }
    // Claims belong to the user, who may have several login methods.
    let user_id = match super_tokens
        .call(&UserById {
            user_id: recipe_user_id,
        })
        .await?
    {
        UserResponse::Ok { user } => user.id,
        UserResponse::UnknownUserIdError => recipe_user_id.to_owned(),
    };
    for claim in claims {
        let context = ClaimContext {
            user_id: user_id.clone(),
            recipe_user_id: recipe_user_id.to_owned(),
            tenant_id: tenant_id.to_owned(),
            payload: by_the_system(Arc::new(payload.clone()), super_tokens.clock()),
            core: super_tokens.core(),
        };
        let update = claim.build(context).await;
        let update = update.map_err(|source| fetch_error(claim.key(), source))?;
        payload.extend(by_the_clock(update, super_tokens.clock()));
    }
    Ok(payload)
}

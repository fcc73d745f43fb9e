//! The checks of a session's claims.

use std::sync::Arc;

use super::context;
use super::update::fetched;
use crate::claims::{ClaimContext, ClaimFailure, ClaimRules, ClaimValidator, ClaimValidators};
use crate::error::Error;
use crate::session::container::Session;
use crate::session::super_tokens::SuperTokens;

/// Fetches claims that are missing or too old, and then checks the session's claims. If this makes a new token, the
/// client receives it even if a check fails.
pub(in crate::session) async fn check(
    session: &Session,
    rules: &ClaimRules,
    super_tokens: &SuperTokens,
) -> Result<(), Error> {
    if !are_checked(rules, super_tokens) {
        return Ok(());
    }
    // In a box, so that the futures of routes that check nothing stay small.
    Box::pin(async {
        let context = context::of_session(session, super_tokens);
        let validators = chosen(rules, &context, super_tokens).await;
        assert(session, &validators, context, super_tokens).await
    })
    .await
}

/// Whether any claims are checked. Most applications have no global validators, and should not pay for a context with
/// every request.
pub(in crate::session) fn are_checked(rules: &ClaimRules, super_tokens: &SuperTokens) -> bool {
    !rules.check_nothing(has_no_global(super_tokens))
}

/// Whether the application has no global validators, and nothing that could add some.
fn has_no_global(super_tokens: &SuperTokens) -> bool {
    super_tokens.claims().global.is_empty() && super_tokens.overridden_functions().is_none()
}

/// The validators that remain after the rules.
async fn chosen(
    rules: &ClaimRules,
    context: &ClaimContext,
    super_tokens: &SuperTokens,
) -> ClaimValidators {
    let global = if rules.use_global() {
        super_tokens
            .functions()
            .global_claim_validators(super_tokens.claims().global.clone(), context)
            .await
    } else {
        Vec::new()
    };
    rules.validators(global)
}

pub(super) async fn assert(
    session: &Session,
    validators: &[Arc<dyn ClaimValidator>],
    context: ClaimContext,
    super_tokens: &SuperTokens,
) -> Result<(), Error> {
    if validators.is_empty() {
        return Ok(());
    }
    let before = Arc::clone(&context.payload);
    let outcome = super_tokens
        .functions()
        .validate_claims(validators, context, super_tokens)
        .await?;
    if let Some(payload) = outcome.payload_update {
        let update = fetched(&before, &payload, super_tokens.clock());
        session.merge(update).await?;
    }
    if outcome.invalid_claims.is_empty() {
        Ok(())
    } else {
        Err(Error::InvalidClaims(outcome.invalid_claims))
    }
}

/// Checks the claims of a session that is known by its handle; `None` if there is no such session.
pub(in crate::session) async fn validate_for_handle(
    session_handle: &str,
    rules: &ClaimRules,
    super_tokens: &SuperTokens,
) -> Result<Option<Vec<ClaimFailure>>, Error> {
    let functions = super_tokens.functions();
    let Some(stored) = functions
        .session_information(session_handle, super_tokens)
        .await?
    else {
        return Ok(None);
    };
    let context = context::context_of(stored, super_tokens);
    let validators = chosen(rules, &context, super_tokens).await;
    let before = Arc::clone(&context.payload);
    let outcome = functions
        .validate_claims(&validators, context, super_tokens)
        .await?;
    if let Some(payload) = outcome.payload_update {
        let update = fetched(&before, &payload, super_tokens.clock());
        functions
            .merge_into_access_token_payload(session_handle, update, super_tokens)
            .await?;
    }
    Ok(Some(outcome.invalid_claims))
}

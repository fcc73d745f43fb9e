//! Runs validators: fetches values that are missing or too old, then checks everything.

use std::sync::Arc;

use crate::claims::{ClaimContext, ClaimValidator, FetchError};
use crate::error::{CoreError, Error};
use crate::session::overrides::ClaimValidation;

/// The original of [`SessionFunctions::validate_claims`](crate::overrides::SessionFunctions::validate_claims): fetches in
/// order, then checks everything against the result.
pub(in crate::session) async fn validate(
    validators: &[Arc<dyn ClaimValidator>],
    mut context: ClaimContext,
) -> Result<ClaimValidation, Error> {
    let before = Arc::clone(&context.payload);
    for validator in validators {
        if validator.should_refetch(&context.payload) {
            let update = validator.refetch(context.clone()).await;
            let update = update.map_err(|source| fetch_error(validator.id(), source))?;
            if !update.is_empty() {
                Arc::make_mut(&mut context.payload).extend(update);
            }
        }
    }
    let failures = validators
        .iter()
        .filter_map(|validator| validator.validate(&context.payload).err());
    let invalid_claims = failures.flatten().collect();
    let payload_update = (*before != *context.payload).then(|| context.payload.as_ref().clone());
    Ok(ClaimValidation {
        invalid_claims,
        payload_update,
    })
}

/// Keeps a core that cannot be reached apart from a function that fails.
pub(crate) fn fetch_error(claim: &str, source: FetchError) -> Error {
    match source.downcast::<CoreError>() {
        Ok(error) => Error::Core(*error),
        Err(source) => match source.downcast::<Error>() {
            Ok(error) => *error,
            Err(source) => Error::FetchClaim {
                claim: claim.to_owned(),
                source: Arc::from(source),
            },
        },
    }
}

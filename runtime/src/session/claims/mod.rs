//! The claims of sessions: configured, checked, set and fetched.

pub(super) mod by_handle;

use std::sync::Arc;

use async_trait::async_trait;

use crate::cdi::{JsonObject, UserById, UserResponse};
use crate::claims::{
    Claim, ClaimContext, ClaimRules, ClaimValidator, ClaimValidators, FetchClaim, FetchError,
};
use crate::config::{Config, EmailVerificationMode};
use crate::error::{ConfigError, CoreError, Error, JsonDefect};
use crate::session::container::Session;
use crate::session::overrides::{ClaimValidation, SessionInformation};
use crate::session::payload::{changes, merged, without_protected};
use crate::session::super_tokens::SuperTokens;

/// The claims that concern all sessions of an application.
#[derive(Default)]
pub(crate) struct Claims {
    /// Added when a session begins.
    pub(crate) at_creation: Vec<Arc<dyn CreationClaim>>,
    /// Checked on every route that does not say otherwise.
    pub(crate) global: ClaimValidators,
}

/// A claim of any type, to be added when a session begins.
#[async_trait]
pub(crate) trait CreationClaim: Send + Sync {
    fn key(&self) -> &str;

    /// The update for the payload; empty where there is no value.
    async fn build(&self, context: ClaimContext) -> Result<JsonObject, FetchError>;
}

#[async_trait]
impl<C: FetchClaim> CreationClaim for C {
    fn key(&self) -> &str {
        Claim::key(self)
    }

    async fn build(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let mut update = JsonObject::new();
        if let Some(value) = self.fetch(context).await? {
            update.insert(Claim::key(self).to_owned(), self.entry(&value)?);
        }
        Ok(update)
    }
}

impl Claims {
    /// Adds those that the configuration switches on. A key can be added once only.
    pub(super) fn checked(mut self, config: &Config) -> Result<Self, ConfigError> {
        use crate::claims::{EmailVerification, EmailVerified, Permission, UserRole};
        if config.session.roles_in_access_token {
            self.at_creation.push(Arc::new(UserRole));
        }
        if config.session.permissions_in_access_token {
            self.at_creation.push(Arc::new(Permission));
        }
        if config.session.email_verification != EmailVerificationMode::Off {
            self.at_creation.push(Arc::new(EmailVerified));
        }
        if config.session.email_verification == EmailVerificationMode::Required {
            self.global.push(Arc::new(EmailVerification::required()));
        }
        for (index, claim) in self.at_creation.iter().enumerate() {
            if self.at_creation[..index]
                .iter()
                .any(|earlier| earlier.key() == claim.key())
            {
                return Err(ConfigError::DuplicateClaim {
                    key: claim.key().to_owned(),
                });
            }
        }
        Ok(self)
    }
}

/// Adds the claims of all new sessions to a payload.
pub(super) async fn add_at_creation(
    mut payload: JsonObject,
    recipe_user_id: &str,
    tenant_id: &str,
    super_tokens: &SuperTokens,
) -> Result<JsonObject, Error> {
    let claims = &super_tokens.claims().at_creation;
    if claims.is_empty() {
        return Ok(payload);
    }
    // Claims belong to the user, and the user may have come by one of several login methods.
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
            payload: Arc::new(payload.clone()),
            core: super_tokens.core.clone(),
        };
        payload.extend(
            claim
                .build(context)
                .await
                .map_err(|source| fetch_error(claim.key(), source))?,
        );
    }
    Ok(payload)
}

/// Checks the session's claims, with what is missing or too old fetched before. A token that this brings goes to
/// the client whether the checks succeed or not.
pub(crate) async fn check(
    session: &Session,
    rules: &ClaimRules,
    super_tokens: &SuperTokens,
) -> Result<(), Error> {
    // Nothing can come of it in most applications, which should not pay for a context with every request.
    if rules.check_nothing(super_tokens.has_no_global_claims()) {
        return Ok(());
    }
    let context = session.claim_context(super_tokens);
    let validators = chosen(rules, &context, super_tokens).await;
    assert(session, &validators, context, super_tokens).await
}

/// The validators that the rules leave.
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
        session.merge(fetched(&before, &payload)).await?;
    }
    if outcome.invalid_claims.is_empty() {
        Ok(())
    } else {
        Err(Error::InvalidClaims(outcome.invalid_claims))
    }
}

/// The original of [`SessionFunctions::validate_claims`](super::SessionFunctions::validate_claims): fetches in
/// order, then checks everything against the result.
pub(super) async fn validate(
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

/// The same for a session that is known by its handle; `None` if there is no such session.
pub(super) async fn validate_for_handle(
    session_handle: &str,
    rules: &ClaimRules,
    super_tokens: &SuperTokens,
) -> Result<Option<Vec<crate::claims::ClaimFailure>>, Error> {
    let functions = super_tokens.functions();
    let Some(stored) = functions
        .session_information(session_handle, super_tokens)
        .await?
    else {
        return Ok(None);
    };
    let context = context_of(stored, super_tokens);
    let validators = chosen(rules, &context, super_tokens).await;
    let before = Arc::clone(&context.payload);
    let outcome = functions
        .validate_claims(&validators, context, super_tokens)
        .await?;
    if let Some(payload) = outcome.payload_update {
        let update = fetched(&before, &payload);
        functions
            .merge_into_access_token_payload(session_handle, update, super_tokens)
            .await?;
    }
    Ok(Some(outcome.invalid_claims))
}

/// What fetching has changed. The rest may have been changed elsewhere since the token was made, and is not written
/// back.
fn fetched(before: &JsonObject, after: &JsonObject) -> JsonObject {
    changes(&without_protected(before), &without_protected(after))
}

/// Whose claims a session's are that is known by its handle.
pub(super) fn context_of(stored: SessionInformation, super_tokens: &SuperTokens) -> ClaimContext {
    ClaimContext {
        user_id: stored.user_id,
        recipe_user_id: stored.recipe_user_id,
        tenant_id: stored.tenant_id,
        payload: Arc::new(stored.payload),
        core: super_tokens.core.clone(),
    }
}

/// The update that sets a claim to a value.
pub(super) fn setting<C: Claim>(claim: &C, value: &C::Value) -> Result<JsonObject, Error> {
    let entry = claim.entry(value);
    let entry = entry.map_err(|error| Error::Serialize {
        what: "the claim",
        source: JsonDefect::of(&error),
    })?;
    merged(
        &JsonObject::new(),
        JsonObject::from_iter([(claim.key().to_owned(), entry)]),
    )
}

/// The update that fetches a claim.
pub(super) async fn fetching<C: FetchClaim>(
    claim: &C,
    context: ClaimContext,
) -> Result<JsonObject, Error> {
    claim
        .build(context)
        .await
        .map_err(|source| fetch_error(Claim::key(claim), source))
}

/// The update that removes a claim.
pub(super) fn removing(key: &str) -> JsonObject {
    JsonObject::from_iter([(key.to_owned(), serde_json::Value::Null)])
}

/// A core that is away is told from a function that fails.
fn fetch_error(claim: &str, source: FetchError) -> Error {
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

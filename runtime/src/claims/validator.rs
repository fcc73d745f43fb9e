use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::claim::{Claim, FetchClaim, FetchError, now_ms};
use super::context::ClaimContext;
use super::test::{Test, expired};
use crate::cdi::JsonObject;
pub use crate::error::claim::ClaimFailure;

/// Checks the claims of a session.
///
/// The claims' own functions make validators (`UserRole::includes("admin")`); implement the trait for rules of
/// your own.
///
/// ```
/// use rocket_supertokens::claims::{ClaimFailure, ClaimValidator};
/// use rocket_supertokens::JsonObject;
/// use serde_json::json;
///
/// struct Adult;
///
/// impl ClaimValidator for Adult {
///     fn id(&self) -> &str {
///         "age"
///     }
///
///     fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
///         match payload.get("age").and_then(|age| age.as_u64()) {
///             Some(18..) => Ok(()),
///             _ => Err(vec![ClaimFailure::new(self.id(), json!({ "message": "too young" }))]),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not check claims",
    label = "not a claim validator",
    note = "write something like `UserRole::includes(\"admin\")`, or implement `ClaimValidator`"
)]
#[async_trait]
pub trait ClaimValidator: Send + Sync + 'static {
    /// Names the validator in the 403 body.
    fn id(&self) -> &str;

    /// Whether the value must be fetched before it can be checked.
    #[doc(alias = "shouldRefetch")]
    fn should_refetch(&self, payload: &JsonObject) -> bool {
        let _ = payload;
        false
    }

    /// Fetches what is missing or too old; the result is merged into the payload.
    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let _ = context;
        Ok(JsonObject::new())
    }

    /// Checks the payload.
    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>>;
}

/// Validators for any number of claims.
pub type ClaimValidators = Vec<Arc<dyn ClaimValidator>>;

/// Compares the value of one claim.
#[derive(Debug, Clone)]
pub struct Validator<C> {
    claim: C,
    test: Test,
    id: Option<String>,
    max_age: Option<u64>,
    refetch_false_after: Option<u64>,
}

impl<C: Claim> Validator<C> {
    pub(super) fn new(claim: C, test: Test) -> Self {
        Self {
            claim,
            test,
            id: None,
            max_age: None,
            refetch_false_after: None,
        }
    }

    /// Names the validator in the 403 body. Default: the key of the claim.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Fetches the value anew when it is older than this many seconds.
    #[doc(alias = "maxAgeInSeconds")]
    pub fn max_age(mut self, seconds: u64) -> Self
    where
        C: FetchClaim,
    {
        self.max_age = Some(seconds);
        self
    }

    fn value<'p>(&self, payload: &'p JsonObject) -> Option<&'p Value> {
        payload.get(self.claim.key())?.get("v")
    }

    fn age_ms(&self, payload: &JsonObject) -> Option<u64> {
        let fetched = payload.get(self.claim.key())?.get("t")?.as_u64()?;
        Some(now_ms().saturating_sub(fetched))
    }
}

impl<C: FetchClaim<Value = bool>> Validator<C> {
    /// Fetches a `false` anew when it is older than this many seconds, since it may have become true.
    #[doc(alias = "refetchTimeOnFalseInSeconds")]
    pub fn refetch_false_after(mut self, seconds: u64) -> Self {
        self.refetch_false_after = Some(seconds);
        self
    }
}

#[async_trait]
impl<C: Claim> ClaimValidator for Validator<C> {
    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_else(|| self.claim.key())
    }

    fn should_refetch(&self, payload: &JsonObject) -> bool {
        if self.claim.fetcher().is_none() {
            return false;
        }
        let Some(value) = self.value(payload) else {
            return true;
        };
        let older_than = |seconds: u64| {
            self.age_ms(payload)
                .is_some_and(|age| age > seconds.saturating_mul(1000))
        };
        self.max_age.is_some_and(older_than)
            || (*value == Value::Bool(false) && self.refetch_false_after.is_some_and(older_than))
    }

    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let mut update = JsonObject::new();
        if let Some(fetcher) = self.claim.fetcher()
            && let Some(value) = fetcher.fetch(context).await?
        {
            update.insert(self.claim.key().to_owned(), self.claim.entry(&value)?);
        }
        Ok(update)
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        let fail = |reason| Err(vec![ClaimFailure::new(ClaimValidator::id(self), reason)]);
        let Some(value) = self.value(payload) else {
            return fail(self.test.missing());
        };
        if let (Some(max_age), Some(age)) = (self.max_age, self.age_ms(payload))
            && age > max_age.saturating_mul(1000)
        {
            return fail(expired(age, max_age));
        }
        if self.test.holds(value) {
            Ok(())
        } else {
            fail(self.test.wrong(value))
        }
    }
}

//! What checks a claim.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::claim::{Claim, FetchClaim, FetchError, now_ms};
use super::context::ClaimContext;
use super::test::{Test, expired};
use crate::cdi::JsonObject;
pub use crate::error::claim::ClaimFailure;

/// Checks the claims of a session.
///
/// Every claim has functions that make validators, such as `UserRole::includes("admin")`. Implement the trait for other
/// rules.
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
    /// Returns the id of the validator in the 403 body.
    fn id(&self) -> &str;

    /// Returns whether the value must be fetched before it can be checked. Default: false.
    #[doc(alias = "shouldRefetch")]
    fn should_refetch(&self, payload: &JsonObject) -> bool {
        let _ = payload;
        false
    }

    /// Fetches values that are missing or too old. The result is merged into the payload. By default nothing is
    /// fetched.
    ///
    /// # Errors
    /// The reason why the value could not be fetched.
    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let _ = context;
        Ok(JsonObject::new())
    }

    /// Checks the payload.
    ///
    /// # Errors
    /// All checks that failed, for the 403 body.
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
    max_age: Option<Duration>,
    refetch_false_after: Option<Duration>,
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

    /// Sets the id of the validator in the 403 body. Default: the key of the claim.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Fetches the value again if it is older than this. If the value is still too old afterwards, the check fails.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rocket_supertokens::claims::EmailVerified;
    ///
    /// let recently = EmailVerified::is_true().max_age(Duration::from_secs(300));
    /// # drop(recently);
    /// ```
    #[doc(alias = "maxAgeInSeconds")]
    pub fn max_age(mut self, max_age: Duration) -> Self
    where
        C: FetchClaim,
    {
        self.max_age = Some(max_age);
        self
    }

    fn value<'p>(&self, payload: &'p JsonObject) -> Option<&'p Value> {
        payload.get(self.claim.key())?.get("v")
    }

    /// How long ago the value was fetched, if the payload says so.
    fn age(&self, payload: &JsonObject) -> Option<Duration> {
        let fetched = payload.get(self.claim.key())?.get("t")?.as_u64()?;
        Some(Duration::from_millis(now_ms().saturating_sub(fetched)))
    }
}

impl<C: FetchClaim<Value = bool>> Validator<C> {
    /// Fetches a `false` again if it is older than this, because it may have become true.
    #[doc(alias = "refetchTimeOnFalseInSeconds")]
    pub fn refetch_false_after(mut self, age: Duration) -> Self {
        self.refetch_false_after = Some(age);
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
        let older_than = |limit: Duration| self.age(payload).is_some_and(|age| age > limit);
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
        if let (Some(max_age), Some(age)) = (self.max_age, self.age(payload))
            && age > max_age
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

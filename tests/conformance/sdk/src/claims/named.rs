//! Claims that the suite knows by their keys.

use std::sync::{Arc, Mutex, PoisonError};

use rocket_supertokens::JsonObject;
use rocket_supertokens::claims::{
    Claim, ClaimContext, ClaimFuture, EmailVerified, FetchClaim, FetchError, Permission,
    PrimitiveClaim, UserRole,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::body::UserContext;
use crate::record::Record;
use crate::trouble::Trouble;

/// A claim as a test names it.
#[derive(Debug, Deserialize)]
pub(crate) struct ClaimSpec {
    key: String,
    /// What a claim of the test's own fetches. Absent is `undefined`.
    values: Option<Value>,
}

/// A claim that the suite knows by its key. Its values are whatever JSON has.
pub(crate) struct NamedClaim {
    key: String,
    source: Source,
}

enum Source {
    True,
    Undefined,
    EmailVerified,
    UserRole,
    Permission,
    MultiFactorAuth,
    Stub {
        values: Mutex<Option<Value>>,
        record: Arc<Record>,
    },
}

/// Nothing in this SDK completes factors, so there is nothing to be fetched.
#[derive(Debug, thiserror::Error)]
#[error("st-mfa cannot be fetched")]
struct NothingToFetch;

impl NamedClaim {
    /// The claim of the suite's table, or one of the test's own.
    pub(crate) fn new(spec: ClaimSpec, record: &Arc<Record>) -> Result<Self, Trouble> {
        match spec.key.strip_prefix("st-stub-") {
            Some(key) => Ok(Self {
                key: key.to_owned(),
                source: Source::Stub {
                    values: Mutex::new(spec.values),
                    record: Arc::clone(record),
                },
            }),
            None => Self::of_table(&spec.key),
        }
    }

    pub(super) fn of_table(key: &str) -> Result<Self, Trouble> {
        let source = match key {
            "st-true" => Source::True,
            "st-undef" => Source::Undefined,
            "st-ev" => Source::EmailVerified,
            "st-role" => Source::UserRole,
            "st-perm" => Source::Permission,
            "st-mfa" => Source::MultiFactorAuth,
            _ => return Err(Trouble::Unknown(format!("there is no claim {key}"))),
        };
        Ok(Self {
            key: key.to_owned(),
            source,
        })
    }

    fn has_entry_of_its_own(&self) -> bool {
        matches!(self.source, Source::MultiFactorAuth)
    }

    async fn value(&self, context: ClaimContext) -> Result<Option<Value>, FetchError> {
        match &self.source {
            Source::True => Ok(Some(true.into())),
            Source::Undefined => Ok(None),
            Source::EmailVerified => value_of(&EmailVerified, context).await,
            Source::UserRole => value_of(&UserRole, context).await,
            Source::Permission => value_of(&Permission, context).await,
            Source::MultiFactorAuth => Err(NothingToFetch.into()),
            Source::Stub { values, record } => Ok(self.stub_value(values, record, &context)),
        }
    }

    fn stub_value(
        &self,
        values: &Mutex<Option<Value>>,
        record: &Record,
        context: &ClaimContext,
    ) -> Option<Value> {
        let name = format!("claim-{}.fetchValue", self.key);
        let user_context = context.get::<UserContext>().unwrap_or_default();
        let arguments = json!({
            "userId": context.user_id,
            "recipeUserId": context.recipe_user_id,
            "tenantId": context.tenant_id,
            "currentPayload": context.payload.as_ref(),
            "userContext": user_context.0,
        });
        record.call(&name, arguments);
        let wanted = user_context.0.get("st-stub-arr-value").cloned();
        let value = wanted.or_else(|| {
            let mut values = values.lock().unwrap_or_else(PoisonError::into_inner);
            match values.as_mut() {
                // One list for each call, the last one first.
                Some(Value::Array(lists)) if lists.first().is_some_and(Value::is_array) => {
                    lists.pop()
                }
                values => values.cloned(),
            }
        });
        record.result(name, value.clone());
        value
    }
}

async fn value_of<C: FetchClaim>(
    claim: &C,
    context: ClaimContext,
) -> Result<Option<Value>, FetchError> {
    let value = claim.fetch(context).await?;
    Ok(value.map(serde_json::to_value).transpose()?)
}

impl Claim for NamedClaim {
    type Value = Value;

    fn key(&self) -> &str {
        &self.key
    }

    fn value_in(&self, payload: &JsonObject) -> Option<Value> {
        let entry = payload.get(&self.key)?;
        if self.has_entry_of_its_own() {
            return Some(entry.clone());
        }
        entry.get("v").cloned()
    }

    fn entry(&self, value: &Value) -> serde_json::Result<Value> {
        if self.has_entry_of_its_own() {
            return Ok(value.clone());
        }
        // The shape that the trait gives by itself.
        PrimitiveClaim::<Value>::new("").entry(value)
    }

    fn fetcher(&self) -> Option<&dyn FetchClaim<Value = Value>> {
        Some(self)
    }
}

impl FetchClaim for NamedClaim {
    fn fetch(&self, context: ClaimContext) -> ClaimFuture<'_, Value> {
        Box::pin(self.value(context))
    }
}

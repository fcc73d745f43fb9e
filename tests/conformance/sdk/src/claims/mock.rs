//! Validators that say what a test told them to.

use std::sync::{Arc, Mutex, PoisonError};

use rocket_supertokens::claims::{
    Claim, ClaimContext, ClaimFailure, ClaimValidator, FetchClaim, FetchError,
};
use rocket_supertokens::{JsonObject, async_trait};
use serde::Deserialize;
use serde_json::{Value, json};

use super::named::NamedClaim;
use crate::body::UserContext;
use crate::record::Record;
use crate::trouble::Trouble;

/// What a validator is to return: one thing always, or a list of things, the last one first.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MockSpec {
    key: String,
    id: Option<String>,
    should_refetch_res: Value,
    validate_res: Value,
}

/// A validator that returns what it was told, and notes what it was asked.
pub(super) struct Mock {
    key: String,
    id: String,
    claim: NamedClaim,
    should_refetch: Mutex<Value>,
    validate: Mutex<Value>,
    context: UserContext,
    record: Arc<Record>,
}

/// What a validator of the other SDKs returns.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    is_valid: bool,
    reason: Option<Value>,
}

impl Mock {
    pub(super) fn new(
        spec: MockSpec,
        context: &UserContext,
        record: &Arc<Record>,
    ) -> Result<Self, Trouble> {
        Ok(Self {
            claim: NamedClaim::of_table(&spec.key)?,
            id: spec.id.unwrap_or_else(|| spec.key.clone()),
            key: spec.key,
            should_refetch: Mutex::new(spec.should_refetch_res),
            validate: Mutex::new(spec.validate_res),
            context: context.clone(),
            record: Arc::clone(record),
        })
    }

    /// The user context's result, else the one that was given beforehand.
    fn result_of(&self, question: &str, payload: &JsonObject, given: &Mutex<Value>) -> Value {
        let name = format!("{}-{question}", self.key);
        let asked = json!({ "payload": payload, "ctx": self.context.0 });
        self.record.call(&name, asked);
        let wanted = self.context.0.get(format!("{name}-res")).cloned();
        let result = wanted.unwrap_or_else(|| {
            let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
            match &mut *given {
                Value::Array(results) => results.pop().unwrap_or_default(),
                result => result.clone(),
            }
        });
        self.record.result(name, Some(json!({ "retVal": result })));
        result
    }
}

#[async_trait]
impl ClaimValidator for Mock {
    fn id(&self) -> &str {
        &self.id
    }

    fn should_refetch(&self, payload: &JsonObject) -> bool {
        self.result_of("shouldRefetch", payload, &self.should_refetch) == true
    }

    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let mut update = JsonObject::new();
        if let Some(value) = self.claim.fetch(context).await? {
            update.insert(self.claim.key().to_owned(), self.claim.entry(&value)?);
        }
        Ok(update)
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        let result = self.result_of("validate", payload, &self.validate);
        match serde_json::from_value(result) {
            Ok(Verdict { is_valid: true, .. }) => Ok(()),
            Ok(Verdict {
                reason: Some(reason),
                ..
            }) => Err(vec![ClaimFailure::new(&self.id, reason)]),
            Ok(_) => Err(vec![ClaimFailure::without_reason(&self.id)]),
            // Among others where the test gave too few results.
            Err(error) => Err(vec![ClaimFailure::new(&self.id, error.to_string().into())]),
        }
    }
}

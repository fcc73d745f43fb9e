//! A failed check of a claim.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A check that failed, in the form of the 403 body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClaimFailure {
    /// The id of the validator. By default it is the key of the claim.
    pub id: String,
    /// Why the check failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Value>,
}

impl ClaimFailure {
    /// Makes a failure with a reason.
    pub fn new(id: impl Into<String>, reason: Value) -> Self {
        Self {
            id: id.into(),
            reason: Some(reason),
        }
    }

    /// Makes a failure without a reason.
    pub fn without_reason(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            reason: None,
        }
    }
}

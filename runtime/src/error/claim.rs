//! A failed check of a claim.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A check that failed, as the 403 body has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClaimFailure {
    /// Names the validator; by default the key of the claim.
    pub id: String,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Value>,
}

impl ClaimFailure {
    /// A failure with its reason.
    pub fn new(id: impl Into<String>, reason: Value) -> Self {
        Self {
            id: id.into(),
            reason: Some(reason),
        }
    }

    /// A failure that says no more.
    pub fn without_reason(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            reason: None,
        }
    }
}

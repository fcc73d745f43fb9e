//! Which factors a user has completed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::cdi::JsonObject;
use crate::claims::claim::Claim;
use crate::claims::validator::{ClaimFailure, ClaimValidator};

/// Which factors the user has completed, `st-mfa`. This crate only reads and checks it; the recipe that completes a
/// factor writes it.
#[derive(Debug, Clone, Copy)]
#[doc(alias = "MultiFactorAuthClaim")]
pub struct MultiFactorAuth;

/// The value of the claim. It does not have the shape of other claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompletedFactors {
    /// When each factor was completed, in epoch seconds.
    pub c: JsonObject,
    /// Whether all factors that signing in requires are completed.
    pub v: bool,
}

/// One step of a list of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Factor {
    /// This factor.
    One(String),
    /// One of these.
    OneOf(Vec<String>),
    /// All of these, in any order.
    AllOf(Vec<String>),
}

impl<T: Into<String>> From<T> for Factor {
    fn from(factor: T) -> Self {
        Self::One(factor.into())
    }
}

impl MultiFactorAuth {
    /// Demands that all factors that signing in requires are completed.
    #[doc(alias = "hasCompletedMFARequirementsForAuth")]
    pub fn completed_for_auth() -> MultiFactorAuthValidator {
        MultiFactorAuthValidator {
            id: None,
            requirements: None,
        }
    }

    /// Demands that these factors are completed.
    #[doc(alias = "hasCompletedRequirementList")]
    pub fn completed<F: Into<Factor>>(
        requirements: impl IntoIterator<Item = F>,
    ) -> MultiFactorAuthValidator {
        let requirements = requirements.into_iter().map(Into::into).collect();
        MultiFactorAuthValidator {
            id: None,
            requirements: Some(requirements),
        }
    }
}

impl Claim for MultiFactorAuth {
    type Value = CompletedFactors;

    fn key(&self) -> &str {
        "st-mfa"
    }

    fn value_in(&self, payload: &JsonObject) -> Option<CompletedFactors> {
        CompletedFactors::deserialize(payload.get(self.key())?).ok()
    }

    fn entry(&self, value: &CompletedFactors) -> serde_json::Result<Value> {
        serde_json::to_value(value)
    }
}

/// Checks [`MultiFactorAuth`].
#[derive(Debug, Clone)]
pub struct MultiFactorAuthValidator {
    id: Option<String>,
    /// `None`: the factors that signing in requires.
    requirements: Option<Vec<Factor>>,
}

impl MultiFactorAuthValidator {
    /// Sets the id of the validator in the 403 body. Default: `st-mfa`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl ClaimValidator for MultiFactorAuthValidator {
    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_else(|| MultiFactorAuth.key())
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        let fail = |reason| Err(vec![ClaimFailure::new(ClaimValidator::id(self), reason)]);
        if self.requirements.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        let Some(completed) = MultiFactorAuth.value_in(payload) else {
            return fail(json!({ "message": "value does not exist" }));
        };
        match &self.requirements {
            None if completed.v => Ok(()),
            None => fail(json!({ "message": "MFA requirement for auth is not satisfied" })),
            Some(requirements) => {
                // The front end leads the user to the first step that is not done.
                let missing = requirements
                    .iter()
                    .find_map(|factor| missing(factor, &completed.c));
                missing.map_or(Ok(()), fail)
            }
        }
    }
}

/// Why a step is not done; `None` if it is done.
fn missing(factor: &Factor, completed: &JsonObject) -> Option<Value> {
    let open = |factors: &[String]| -> Vec<String> {
        factors
            .iter()
            .filter(|factor| !completed.contains_key(*factor))
            .cloned()
            .collect()
    };
    match factor {
        Factor::One(id) if completed.contains_key(id) => None,
        Factor::One(id) => Some(json!({
            "message": format!("Factor validation failed: {id} not completed"),
            "factorId": id,
        })),
        Factor::OneOf(ids) if ids.is_empty() || ids.iter().any(|id| completed.contains_key(id)) => {
            None
        }
        Factor::OneOf(ids) => Some(json!({
            "message": format!("None of these factors are complete in the session: {}", ids.join(", ")),
            "oneOf": ids,
        })),
        Factor::AllOf(ids) => {
            let open = open(ids);
            (!open.is_empty()).then(|| json!({
                "message": format!("Some of the factors are not complete in the session: {}", open.join(", ")),
                "allOfInAnyOrder": open,
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(validator: &MultiFactorAuthValidator, claim: Value) -> Option<String> {
        let payload = json!({ "st-mfa": claim });
        let failures = validator
            .validate(payload.as_object().expect("an object"))
            .err()?;
        failures[0].reason.as_ref().map(ToString::to_string)
    }

    #[test]
    fn requirements_are_met_step_by_step() {
        let steps = || {
            let any = Factor::OneOf(vec!["otp-email".into(), "otp-phone".into()]);
            MultiFactorAuth::completed([
                "emailpassword".into(),
                any,
                Factor::AllOf(vec!["totp".into(), "webauthn".into()]),
            ])
        };
        for (completed, expected) in [
            (
                json!({}),
                Some(
                    r#"{"message":"Factor validation failed: emailpassword not completed","factorId":"emailpassword"}"#,
                ),
            ),
            (
                json!({ "emailpassword": 1 }),
                Some(
                    r#"{"message":"None of these factors are complete in the session: otp-email, otp-phone","oneOf":["otp-email","otp-phone"]}"#,
                ),
            ),
            (
                json!({ "emailpassword": 1, "otp-phone": 2, "totp": 3 }),
                Some(
                    r#"{"message":"Some of the factors are not complete in the session: webauthn","allOfInAnyOrder":["webauthn"]}"#,
                ),
            ),
            (
                json!({ "emailpassword": 1, "otp-phone": 2, "totp": 3, "webauthn": 4 }),
                None,
            ),
        ] {
            assert_eq!(
                outcome(&steps(), json!({ "c": completed, "v": false })).as_deref(),
                expected
            );
        }
    }

    #[test]
    fn what_signing_in_requires_is_taken_from_the_claim() {
        let validator = MultiFactorAuth::completed_for_auth();
        assert_eq!(outcome(&validator, json!({ "c": {}, "v": true })), None);
        let expected = r#"{"message":"MFA requirement for auth is not satisfied"}"#;
        assert_eq!(
            outcome(&validator, json!({ "c": {}, "v": false })).as_deref(),
            Some(expected)
        );
        let missing = r#"{"message":"value does not exist"}"#;
        assert_eq!(outcome(&validator, json!(null)).as_deref(), Some(missing));
    }
}

//! Validators as a test describes them.

use std::sync::Arc;
use std::time::Duration;

use rocket_supertokens::claims::{
    ClaimValidator, EmailVerified, Factor, FetchClaim, MultiFactorAuth, Permission, PrimitiveClaim,
    UserRole, Validator,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::mock::{Mock, MockSpec};
use crate::body::UserContext;
use crate::record::Record;
use crate::trouble::Trouble;

/// A validator as a test describes it: a function of a claim with its arguments, or what it is to return.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ValidatorSpec {
    Named(NamedSpec),
    Mocked(MockSpec),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedSpec {
    key: String,
    validator_name: String,
    args: Vec<Value>,
}

pub(crate) fn validator(
    spec: ValidatorSpec,
    context: &UserContext,
    record: &Arc<Record>,
) -> Result<Arc<dyn ClaimValidator>, Trouble> {
    match spec {
        ValidatorSpec::Named(spec) => named(&spec),
        ValidatorSpec::Mocked(spec) => Ok(Arc::new(Mock::new(spec, context, record)?)),
    }
}

/// The functions that the other SDKs have, with their arguments in their order.
fn named(spec: &NamedSpec) -> Result<Arc<dyn ClaimValidator>, Trouble> {
    let args = &spec.args;
    match (spec.key.as_str(), spec.validator_name.as_str()) {
        ("st-ev", "isVerified") => {
            let refetch_false_after = Duration::from_secs(optional(args, 0)?.unwrap_or(10));
            let validator = EmailVerified::is_true().refetch_false_after(refetch_false_after);
            finished(validator, args, 1)
        }
        ("st-ev", name) => match boolean(name, args)? {
            Some((true, rest)) => finished(EmailVerified::is_true(), args, rest),
            Some((false, rest)) => finished(EmailVerified::is_false(), args, rest),
            None => Err(unknown(spec)),
        },
        ("st-true" | "st-undef", name) => {
            let (key, value) = match spec.key.as_str() {
                "st-true" => ("st-true", Some(true)),
                _ => ("st-undef", None),
            };
            let claim = PrimitiveClaim::new(key).fetched_by(move |_| async move { Ok(value) });
            match boolean(name, args)? {
                Some((expected, rest)) => finished(claim.has_value(expected), args, rest),
                None => Err(unknown(spec)),
            }
        }
        ("st-role", name) => match name {
            "includes" => finished(UserRole::includes(text(args)?), args, 1),
            "excludes" => finished(UserRole::excludes(text(args)?), args, 1),
            "includesAll" => finished(UserRole::includes_all(texts(args)?), args, 1),
            "includesAny" => finished(UserRole::includes_any(texts(args)?), args, 1),
            "excludesAll" => finished(UserRole::excludes_all(texts(args)?), args, 1),
            _ => Err(unknown(spec)),
        },
        ("st-perm", name) => match name {
            "includes" => finished(Permission::includes(text(args)?), args, 1),
            "excludes" => finished(Permission::excludes(text(args)?), args, 1),
            "includesAll" => finished(Permission::includes_all(texts(args)?), args, 1),
            "includesAny" => finished(Permission::includes_any(texts(args)?), args, 1),
            "excludesAll" => finished(Permission::excludes_all(texts(args)?), args, 1),
            _ => Err(unknown(spec)),
        },
        ("st-mfa", "hasCompletedMFARequirementsForAuth") => {
            Ok(Arc::new(MultiFactorAuth::completed_for_auth()))
        }
        ("st-mfa", "hasCompletedRequirementList") => {
            let steps: Vec<Value> = required(args, 0)?;
            let steps = steps
                .into_iter()
                .map(factor)
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Arc::new(MultiFactorAuth::completed(steps)))
        }
        _ => Err(unknown(spec)),
    }
}

/// The last two arguments that most functions have: the age in seconds, and the validator's id.
fn finished<C: FetchClaim>(
    mut validator: Validator<C>,
    args: &[Value],
    at: usize,
) -> Result<Arc<dyn ClaimValidator>, Trouble> {
    if let Some(seconds) = optional(args, at)? {
        validator = validator.max_age(Duration::from_secs(seconds));
    }
    if let Some(id) = optional::<String>(args, at + 1)? {
        validator = validator.id(id);
    }
    Ok(Arc::new(validator))
}

/// The value that a function of a boolean claim expects, and where its further arguments begin.
fn boolean(name: &str, args: &[Value]) -> Result<Option<(bool, usize)>, Trouble> {
    match name {
        "hasValue" => Ok(Some((required(args, 0)?, 1))),
        "isTrue" => Ok(Some((true, 0))),
        "isFalse" => Ok(Some((false, 0))),
        _ => Ok(None),
    }
}

fn factor(step: Value) -> Result<Factor, Trouble> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Step {
        One(String),
        OneOf {
            #[serde(rename = "oneOf")]
            ids: Vec<String>,
        },
        AllOf {
            #[serde(rename = "allOfInAnyOrder")]
            ids: Vec<String>,
        },
    }
    Ok(match serde_json::from_value(step)? {
        Step::One(id) => Factor::One(id),
        Step::OneOf { ids } => Factor::OneOf(ids),
        Step::AllOf { ids } => Factor::AllOf(ids),
    })
}

fn text(args: &[Value]) -> Result<String, Trouble> {
    required(args, 0)
}

fn texts(args: &[Value]) -> Result<Vec<String>, Trouble> {
    required(args, 0)
}

fn required<T: DeserializeOwned>(args: &[Value], at: usize) -> Result<T, Trouble> {
    let value = args.get(at).cloned().unwrap_or_default();
    Ok(serde_json::from_value(value)?)
}

/// `undefined` among arguments arrives as `null`.
fn optional<T: DeserializeOwned>(args: &[Value], at: usize) -> Result<Option<T>, Trouble> {
    required(args, at)
}

fn unknown(spec: &NamedSpec) -> Trouble {
    Trouble::Unknown(format!(
        "the claim {} has no validator {}",
        spec.key, spec.validator_name
    ))
}

//! What the value of a claim is compared with, and what the front end is told if it differs.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a claim's value is compared with.
#[derive(Debug, Clone)]
pub(super) enum Test {
    HasValue(Value),
    Includes(Value),
    Excludes(Value),
    IncludesAll(Vec<Value>),
    IncludesAny(Vec<Value>),
    ExcludesAll(Vec<Value>),
}

impl Test {
    pub(super) fn has_value(value: &impl Serialize) -> Self {
        Self::HasValue(json!(value))
    }

    pub(super) fn includes(value: &impl Serialize) -> Self {
        Self::Includes(json!(value))
    }

    pub(super) fn excludes(value: &impl Serialize) -> Self {
        Self::Excludes(json!(value))
    }

    pub(super) fn includes_all(values: &[impl Serialize]) -> Self {
        Self::IncludesAll(values.iter().map(|value| json!(value)).collect())
    }

    pub(super) fn includes_any(values: &[impl Serialize]) -> Self {
        Self::IncludesAny(values.iter().map(|value| json!(value)).collect())
    }

    pub(super) fn excludes_all(values: &[impl Serialize]) -> Self {
        Self::ExcludesAll(values.iter().map(|value| json!(value)).collect())
    }

    pub(super) fn holds(&self, actual: &Value) -> bool {
        let list = actual.as_array().map(Vec::as_slice).unwrap_or_default();
        let has = |wanted: &Value| list.iter().any(|value| same(value, wanted));
        match self {
            Self::HasValue(wanted) => same(actual, wanted),
            Self::Includes(wanted) => has(wanted),
            Self::Excludes(unwanted) => actual.is_array() && !has(unwanted),
            Self::IncludesAll(wanted) => actual.is_array() && wanted.iter().all(has),
            Self::IncludesAny(wanted) => wanted.iter().any(has),
            Self::ExcludesAll(unwanted) => actual.is_array() && !unwanted.iter().any(has),
        }
    }

    /// Why a missing value fails.
    pub(super) fn missing(&self) -> Value {
        let (name, expected) = match self {
            // The name is a mistake of the other SDKs, but front ends may rely on it.
            Self::IncludesAny(values) => ("expectedToNotInclude", json!(values)),
            _ => self.expected(),
        };
        reason("value does not exist", [(name, expected)])
    }

    /// Why this value fails.
    pub(super) fn wrong(&self, actual: &Value) -> Value {
        let (name, expected) = self.expected();
        reason(
            "wrong value",
            [(name, expected), ("actualValue", actual.clone())],
        )
    }

    fn expected(&self) -> (&'static str, Value) {
        match self {
            Self::HasValue(value) => ("expectedValue", value.clone()),
            Self::Includes(value) => ("expectedToInclude", value.clone()),
            Self::Excludes(value) => ("expectedToNotInclude", value.clone()),
            Self::IncludesAll(values) => ("expectedToInclude", json!(values)),
            Self::IncludesAny(values) => ("expectedToIncludeAtLeastOneOf", json!(values)),
            Self::ExcludesAll(values) => ("expectedToNotInclude", json!(values)),
        }
    }
}

/// Why a value of this age fails.
pub(super) fn expired(age: Duration, max_age: Duration) -> Value {
    reason(
        "expired",
        [
            ("ageInSeconds", seconds(age)),
            ("maxAgeInSeconds", seconds(max_age)),
        ],
    )
}

/// As JavaScript writes it: whole numbers without a point.
fn seconds(time: Duration) -> Value {
    if time.subsec_nanos() == 0 {
        json!(time.as_secs())
    } else {
        json!(time.as_secs_f64())
    }
}

fn reason<const N: usize>(message: &str, rest: [(&str, Value); N]) -> Value {
    let mut reason = Map::new();
    reason.insert("message".to_owned(), message.into());
    reason.extend(
        rest.into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    );
    Value::Object(reason)
}

/// JSON has one kind of number: 1 is 1.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(test: &Test, actual: Value) -> (bool, String, String) {
        (
            test.holds(&actual),
            test.missing().to_string(),
            test.wrong(&actual).to_string(),
        )
    }

    #[test]
    fn reasons_are_those_of_the_other_sdks() {
        for (test, actual, holds, missing, wrong) in [
            (
                Test::has_value(&"pro"),
                json!("free"),
                false,
                r#"{"message":"value does not exist","expectedValue":"pro"}"#,
                r#"{"message":"wrong value","expectedValue":"pro","actualValue":"free"}"#,
            ),
            (
                Test::includes(&1),
                json!([1.0, 2]),
                true,
                r#"{"message":"value does not exist","expectedToInclude":1}"#,
                r#"{"message":"wrong value","expectedToInclude":1,"actualValue":[1.0,2]}"#,
            ),
            (
                Test::excludes(&"a"),
                json!(["a"]),
                false,
                r#"{"message":"value does not exist","expectedToNotInclude":"a"}"#,
                r#"{"message":"wrong value","expectedToNotInclude":"a","actualValue":["a"]}"#,
            ),
            (
                Test::includes_all(&["a", "b"]),
                json!(["b"]),
                false,
                r#"{"message":"value does not exist","expectedToInclude":["a","b"]}"#,
                r#"{"message":"wrong value","expectedToInclude":["a","b"],"actualValue":["b"]}"#,
            ),
            (
                Test::includes_any(&["a", "b"]),
                json!(["b"]),
                true,
                r#"{"message":"value does not exist","expectedToNotInclude":["a","b"]}"#,
                r#"{"message":"wrong value","expectedToIncludeAtLeastOneOf":["a","b"],"actualValue":["b"]}"#,
            ),
            (
                Test::excludes_all(&["a"]),
                json!(["b"]),
                true,
                r#"{"message":"value does not exist","expectedToNotInclude":["a"]}"#,
                r#"{"message":"wrong value","expectedToNotInclude":["a"],"actualValue":["b"]}"#,
            ),
        ] {
            assert_eq!(
                outcomes(&test, actual),
                (holds, missing.to_owned(), wrong.to_owned()),
                "{test:?}"
            );
        }
    }

    #[test]
    fn ages_are_written_as_javascript_does() {
        for (age, max_age, expected) in [
            (
                12_345,
                10_000,
                r#""ageInSeconds":12.345,"maxAgeInSeconds":10"#,
            ),
            (12_000, 500, r#""ageInSeconds":12,"maxAgeInSeconds":0.5"#),
        ] {
            let reason = expired(Duration::from_millis(age), Duration::from_millis(max_age));
            assert_eq!(
                reason.to_string(),
                format!(r#"{{"message":"expired",{expected}}}"#)
            );
        }
    }

    #[test]
    fn a_value_that_is_not_a_list_passes_no_test_of_lists() {
        for test in [
            Test::includes(&1),
            Test::excludes(&1),
            Test::excludes_all(&[1]),
            Test::includes_all(&[0; 0]),
        ] {
            assert!(!test.holds(&json!("text")), "{test:?}");
        }
    }
}

//! The user's payloads: read from an argument, merged, and checked against the limits of a token.

mod limits;

use serde::Serialize;
use serde_json::Value;

pub(super) use self::limits::{check, check_depth};
use crate::cdi::JsonObject;
use crate::error::{Error, JsonDefect};
use crate::token::PROTECTED_CLAIMS;

/// Turns what the user gave into a JSON object; `what` names the argument in the error. `null` counts as empty.
pub(crate) fn object(what: &'static str, value: impl Serialize) -> Result<JsonObject, Error> {
    let value = serde_json::to_value(value).map_err(|error| Error::Serialize {
        what,
        source: JsonDefect::of(&error),
    })?;
    let found = match value {
        Value::Object(object) => return Ok(object),
        Value::Null => return Ok(JsonObject::new()),
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
    };
    Err(Error::NotAnObject { what, found })
}

/// The payload without the claims that the core sets.
pub(crate) fn without_protected(payload: &JsonObject) -> JsonObject {
    let own = payload
        .iter()
        .filter(|(name, _)| !PROTECTED_CLAIMS.contains(&name.as_str()));
    own.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The new payload of the user: the old payload without the core's claims, changed by `update`. A `null` in the update
/// removes the claim of that name.
pub(crate) fn merged(payload: &JsonObject, update: JsonObject) -> Result<JsonObject, Error> {
    let mut merged = without_protected(payload);
    for (name, value) in update {
        if value.is_null() {
            merged.shift_remove(&name);
        } else if let Some(name) = PROTECTED_CLAIMS
            .iter()
            .find(|protected| **protected == name)
        {
            return Err(Error::ProtectedClaim { name });
        } else {
            merged.insert(name, value);
        }
    }
    Ok(merged)
}

/// The update that turns `before` into `after`, as [`merged`] applies it.
pub(crate) fn changes(before: &JsonObject, after: &JsonObject) -> JsonObject {
    let set = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value));
    let removed = before.keys().filter(|name| !after.contains_key(*name));
    set.map(|(name, value)| (name.clone(), value.clone()))
        .chain(removed.map(|name| (name.clone(), Value::Null)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> JsonObject {
        object("value", value).expect("an object")
    }

    #[test]
    fn only_objects_will_do() {
        assert!(object("payload", json!(null)).expect("empty").is_empty());
        let error = object("payload", json!([1])).expect_err("an array");
        assert_eq!(
            error.to_string(),
            "payload must be a JSON object, not an array"
        );
        let unwritable = std::collections::HashMap::from([((1, 2), 3)]);
        assert!(matches!(
            object("data", unwritable),
            Err(Error::Serialize { what: "data", .. })
        ));
    }

    #[test]
    fn merging_is_shallow_and_null_removes() {
        let payload = map(json!({ "sub": "u", "iss": "i", "a": { "x": 1 }, "b": 2 }));
        let update =
            map(json!({ "a": { "y": 2 }, "b": null, "c": 3, "sub": null, "missing": null }));
        let merged = merged(&payload, update).expect("allowed");
        assert_eq!(
            Value::Object(merged),
            json!({ "iss": "i", "a": { "y": 2 }, "c": 3 })
        );
    }

    #[test]
    fn protected_claims_cannot_be_set() {
        for name in PROTECTED_CLAIMS {
            let error = merged(&JsonObject::new(), map(json!({ name: 1 }))).expect_err("protected");
            assert!(matches!(error, Error::ProtectedClaim { name: found } if found == name));
        }
    }

    #[test]
    fn the_changes_make_the_one_of_the_other() {
        let before = map(json!({ "same": 1, "other": [1], "gone": 2 }));
        let after = map(json!({ "same": 1, "other": [2], "new": { "a": null } }));
        let update = changes(&before, &after);
        assert_eq!(
            Value::Object(update.clone()),
            json!({ "other": [2], "new": { "a": null }, "gone": null })
        );
        assert_eq!(merged(&before, update).expect("allowed"), after);
        assert!(changes(&after, &after).is_empty());
    }
}

//! The payload of an access token: how it is changed, and what it may hold.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::Value;

use crate::cdi::JsonObject;
use crate::error::{Error, JsonDefect};
use crate::token::{MAX_LENGTH, PROTECTED_CLAIMS};

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

/// The new payload of the user: what was there, without the core's claims, with `update` on top. A `null` in
/// the update removes the claim of that name.
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

/// In bytes of JSON: what Base64 makes of it fits into the longest token, with four kilobytes for the core's claims,
/// header and signature.
const MAX_SIZE: usize = (MAX_LENGTH - 4 * 1024) / 4 * 3;

/// Arrays and objects within each other, in one claim. The parser reads 127 of them, three of which the core's answers
/// put around a claim.
const MAX_DEPTH: usize = 124;

/// Refuses what we could not read any more once the core has made a token of it: the session would be lost with its
/// next refresh. It is the user's whole payload.
pub(crate) fn check(payload: &JsonObject) -> Result<(), Error> {
    let protected = PROTECTED_CLAIMS.iter();
    if let Some(name) = protected.copied().find(|name| payload.contains_key(*name)) {
        return Err(Error::ProtectedClaim { name });
    }
    check_depth("the access token payload", payload)?;
    if let Some(start) = payload.get("nbf") {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        if start
            .as_f64()
            .is_none_or(|start| start > now.as_secs() as f64)
        {
            return Err(Error::NotBefore);
        }
    }
    check_size(payload)
}

/// Refuses what is nested more deeply than the core's answers can be read; `what` names the whole in the error.
pub(crate) fn check_depth(what: &'static str, object: &JsonObject) -> Result<(), Error> {
    match object.iter().find(|(_, value)| exceeds(value, MAX_DEPTH)) {
        Some((name, _)) => Err(Error::NestedTooDeeply {
            what,
            name: short(name),
        }),
        None => Ok(()),
    }
}

fn exceeds(value: &Value, depth: usize) -> bool {
    match (value, depth.checked_sub(1)) {
        (Value::Array(_) | Value::Object(_), None) => true,
        (Value::Array(inner), Some(depth)) => inner.iter().any(|inner| exceeds(inner, depth)),
        (Value::Object(inner), Some(depth)) => inner.values().any(|inner| exceeds(inner, depth)),
        _ => false,
    }
}

fn check_size(payload: &JsonObject) -> Result<(), Error> {
    let size = size_of(payload);
    if size <= MAX_SIZE {
        return Ok(());
    }
    let claims = payload.iter();
    let mut largest: Vec<_> = claims.map(|(name, value)| (size_of(value), name)).collect();
    largest.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    largest.truncate(3);
    Err(Error::PayloadTooLarge {
        size,
        limit: MAX_SIZE,
        largest: largest
            .into_iter()
            .map(|(size, name)| (short(name), size))
            .collect(),
    })
}

/// Enough of a name to know it by.
fn short(name: &str) -> String {
    name.chars().take(64).collect()
}

/// Bytes that it takes as JSON.
fn size_of(value: &impl Serialize) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        // Not with JSON values.
        Err(_) => usize::MAX,
    }
}

/// The update that makes the one payload of the other, as [`merged`] applies it.
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

    /// The checks promise what the parser does.
    #[test]
    fn whatever_passes_the_check_can_be_read_from_a_token() {
        let nested = |depth| (1..depth).fold(json!([]), |inner, _| json!([inner]));
        for payload in [
            json!({ "deep": nested(MAX_DEPTH) }),
            json!({ "big": "x".repeat(MAX_SIZE - 10) }),
            json!({ "nbf": 1.5, "née": null, "n": u64::MAX }),
        ] {
            check(&map(payload.clone())).expect("allowed");
            // What the core adds has been counted with room to spare.
            let token = crate::token::access_token_for_tests(&payload);
            assert!(token.as_str().len() < MAX_LENGTH - 2048);
            for (name, value) in payload.as_object().expect("an object") {
                assert_eq!(&token.payload()[name], value);
            }
            let answer = json!({ "status": "OK", "session": { "userDataInJWT": payload } });
            assert!(serde_json::from_str::<Value>(&answer.to_string()).is_ok());
        }
        let error = |payload| check(&map(payload)).expect_err("refused").to_string();
        assert!(error(json!({ "deep": nested(MAX_DEPTH + 1) })).contains("`deep`"));
        assert!(error(json!({ "deep": { "a": nested(MAX_DEPTH) } })).contains("`deep`"));
        assert!(error(json!({ "a": 1, "big": "x".repeat(MAX_SIZE) })).contains("`big`"));
        assert!(
            error(json!({ "x".repeat(MAX_SIZE): 1 })).len() < 1000,
            "names are cut"
        );
        for nbf in [
            json!("1"),
            json!(null),
            json!([1]),
            json!(4_000_000_000_u64),
        ] {
            assert!(matches!(
                check(&map(json!({ "nbf": nbf }))),
                Err(Error::NotBefore)
            ));
        }
        for name in PROTECTED_CLAIMS {
            let refused = check(&map(json!({ name: null })));
            assert!(matches!(refused, Err(Error::ProtectedClaim { name: found }) if found == name));
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

//! The limits of a token: a size, a depth and claims that we can read after the core has made the token.

use serde::Serialize;
use serde_json::Value;

use crate::cdi::JsonObject;
use crate::clock::Clock;
use crate::error::Error;
use crate::token::{MAX_LENGTH, PROTECTED_CLAIMS};

/// In bytes of JSON: what Base64 makes of it fits into the longest token, with four kilobytes for the core's claims,
/// header and signature.
const MAX_SIZE: usize = (MAX_LENGTH - 4 * 1024) / 4 * 3;

/// Arrays and objects within each other, in one claim. The parser reads 127 of them, three of which the core's
/// responses put around a claim.
const MAX_DEPTH: usize = 124;

/// Refuses a whole user's payload that we could not read after the core has made a token of it. The session would be
/// lost with its next refresh.
pub(in crate::session) fn check(payload: &JsonObject, clock: &Clock) -> Result<(), Error> {
    let protected = PROTECTED_CLAIMS.iter();
    if let Some(name) = protected.copied().find(|name| payload.contains_key(*name)) {
        return Err(Error::ProtectedClaim { name });
    }
    check_depth("the access token payload", payload)?;
    if let Some(start) = payload.get("nbf") {
        let now = clock.since_1970();
        if start
            .as_f64()
            .is_none_or(|start| start > now.as_secs() as f64)
        {
            return Err(Error::NotBefore);
        }
    }
    check_size(payload)
}

/// Refuses a value that is nested too deeply to be read from the core's responses; `what` names it in the error.
pub(in crate::session) fn check_depth(
    what: &'static str,
    object: &JsonObject,
) -> Result<(), Error> {
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

/// Shortens a name so that it is still recognisable.
fn short(name: &str) -> String {
    name.chars().take(64).collect()
}

/// The size of the value as JSON, in bytes.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> JsonObject {
        crate::session::payload::object("value", value).expect("an object")
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
            check(&map(payload.clone()), &Clock::default()).expect("allowed");
            // What the core adds has been counted with room to spare.
            let token = crate::token::access_token_for_tests(&payload);
            assert!(token.as_str().len() < MAX_LENGTH - 2048);
            for (name, value) in payload.as_object().expect("an object") {
                assert_eq!(&token.payload()[name], value);
            }
            let response = json!({ "status": "OK", "session": { "userDataInJWT": payload } });
            assert!(serde_json::from_str::<Value>(&response.to_string()).is_ok());
        }
        let error = |payload| {
            check(&map(payload), &Clock::default())
                .expect_err("refused")
                .to_string()
        };
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
                check(&map(json!({ "nbf": nbf })), &Clock::default()),
                Err(Error::NotBefore)
            ));
        }
        let clock = Clock::movable();
        let soon = map(json!({ "nbf": clock.since_1970().as_secs() + 3600 }));
        assert!(matches!(check(&soon, &clock), Err(Error::NotBefore)));
        clock.advance(std::time::Duration::from_secs(3600));
        assert!(check(&soon, &clock).is_ok());
        for name in PROTECTED_CLAIMS {
            let refused = check(&map(json!({ name: null })), &Clock::default());
            assert!(matches!(refused, Err(Error::ProtectedClaim { name: found }) if found == name));
        }
    }
}

//! What becomes of user data inside a JWT: numbers lose their spelling there.

use super::value::{Json, Object};
use super::write::object_text;

/// Whether every integer fits into the 64 bits a JWT library has for it.
pub(crate) fn numbers_fit_a_jwt(members: &Object) -> bool {
    members.values().all(fits)
}

/// The value as a JWT carries it: whole numbers plain, all others as a double.
pub(crate) fn spelled_for_jwt(value: &Json) -> Json {
    match value {
        Json::Number(spelled) => jwt_number(spelled),
        Json::Array(items) => Json::Array(items.iter().map(spelled_for_jwt).collect()),
        Json::Object(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), spelled_for_jwt(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Whether the claims of a token are those stored: the order of names and the spelling of numbers do
/// not count.
pub(crate) fn same_claims(token: &Object, stored: &Object) -> bool {
    object_text(token) == object_text(stored) || same_members(token, stored)
}

fn fits(value: &Json) -> bool {
    match value {
        Json::Number(spelled) => !is_whole(spelled) || spelled.parse::<i64>().is_ok(),
        Json::Array(items) => items.iter().all(fits),
        Json::Object(members) => members.values().all(fits),
        _ => true,
    }
}

fn jwt_number(spelled: &str) -> Json {
    if is_whole(spelled) {
        return spelled
            .parse::<i64>()
            .map_or_else(|_| Json::Number(spelled.into()), Json::from);
    }
    match spelled.parse::<f64>() {
        Ok(value) if value.is_finite() => Json::Number(format!("{value:?}")),
        Ok(value) if value > 0.0 => "Infinity".into(),
        _ => "-Infinity".into(),
    }
}

fn is_whole(spelled: &str) -> bool {
    !spelled.contains(['.', 'e', 'E'])
}

fn same(token: &Json, stored: &Json) -> bool {
    match (token, stored) {
        (Json::Number(a), Json::Number(b)) => {
            a == b || a.parse::<f64>().ok() == b.parse::<f64>().ok()
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => same_members(a, b),
        (a, b) => a == b,
    }
}

fn same_members(token: &Object, stored: &Object) -> bool {
    token.len() == stored.len()
        && token
            .iter()
            .all(|(name, value)| stored.get(name).is_some_and(|other| same(value, other)))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn members(text: &str) -> Object {
        parse(text)
            .ok()
            .and_then(|json| json.as_object().cloned())
            .unwrap_or_default()
    }

    #[test]
    fn numbers_are_respelled() {
        let claims = Json::Object(members(
            r#"{"f":1.0,"e":1e2,"z":-0,"max":9223372036854775807,"h":1e400}"#,
        ));
        assert_eq!(
            spelled_for_jwt(&claims).to_string(),
            r#"{"f":1.0,"e":100.0,"z":0,"max":9223372036854775807,"h":"Infinity"}"#
        );
    }

    #[test]
    fn order_and_spelling_do_not_count_but_values_do() {
        assert!(same_claims(
            &members(r#"{"a":100.0,"b":[0]}"#),
            &members(r#"{"b":[-0],"a":1e2}"#)
        ));
        assert!(!same_claims(
            &members(r#"{"a":1}"#),
            &members(r#"{"a":1,"b":null}"#)
        ));
        assert!(!same_claims(
            &members(r#"{"a":1}"#),
            &members(r#"{"a":"1"}"#)
        ));
    }

    #[test]
    fn integers_beyond_64_bits_do_not_fit() {
        assert!(!numbers_fit_a_jwt(&members(
            r#"{"n":{"big":[12345678901234567890]}}"#
        )));
        assert!(numbers_fit_a_jwt(&members(
            r#"{"n":9223372036854775807,"e":1e99}"#
        )));
    }
}

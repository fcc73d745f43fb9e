//! Comparing an exchange with the recorded one.

use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::names::Names;

/// What is a moment, in seconds or milliseconds: it need only be one.
const MOMENTS: [&str; 5] = ["iat", "exp", "ate", "timeJoined", "t"];

/// Says what differs; learns the names in passing.
pub(crate) fn compare(recorded: &Value, own: &Value, names: &mut Names) -> Vec<String> {
    let mut found = Vec::new();
    same(recorded, own, "", names, &mut found);
    found
}

fn same(recorded: &Value, own: &Value, at: &str, names: &mut Names, found: &mut Vec<String>) {
    let mut equal = |is_equal: bool| {
        if !is_equal {
            found.push(format!("{at}: recorded {recorded}, got {own}"));
        }
    };
    match (recorded, own) {
        (Value::Object(a), Value::Object(b)) => same_members(a, b, at, names, found),
        (Value::Array(a), Value::Array(b)) if at == ".core" && outline(a) != outline(b) => {
            let (a, b) = (outline(a), outline(b));
            found.push(format!("{at}: recorded {a:?}, got {b:?}"));
        }
        (Value::Array(a), Value::Array(b)) => {
            equal(a.len() == b.len());
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                same(a, b, &format!("{at}[{i}]"), names, found);
            }
        }
        (Value::String(a), Value::String(b)) => equal(same_text(a, b, names)),
        (Value::Number(a), Value::Number(b)) if is_moment(at) => {
            let seconds = |number: &serde_json::Number| {
                let number = number.as_i64()?;
                Some(number > 100_000_000_000)
            };
            equal(seconds(a) == seconds(b));
        }
        (a, b) => equal(a == b),
    }
}

/// Calls to the core without what they say.
fn outline(calls: &[Value]) -> Vec<String> {
    let part = |call: &Value, name: &str| call[name].as_str().unwrap_or_default().to_owned();
    calls
        .iter()
        .map(|call| format!("{} {}", part(call, "method"), part(call, "path")))
        .collect()
}

fn is_moment(at: &str) -> bool {
    let (_, name) = at.rsplit_once('.').unwrap_or(("", at));
    MOMENTS.contains(&name)
}

/// The order of names counts where a front end sees it.
fn same_members(
    recorded: &Map<String, Value>,
    own: &Map<String, Value>,
    at: &str,
    names: &mut Names,
    found: &mut Vec<String>,
) {
    let keys = |members: &Map<String, Value>| {
        let mut keys: Vec<String> = members.keys().cloned().collect();
        if !at.starts_with(".body") && !at.starts_with(".front") {
            keys.sort();
        }
        keys
    };
    let (keys, own_keys) = (keys(recorded), keys(own));
    if keys != own_keys {
        found.push(format!(
            "names in {at}: recorded {keys:?}, got {own_keys:?}"
        ));
    }
    for (name, value) in recorded {
        if let Some(own) = own.get(name) {
            same(value, own, &format!("{at}.{name}"), names, found);
        }
    }
}

fn same_text(recorded: &str, own: &str, names: &mut Names) -> bool {
    let Some(kind) = Kind::of(recorded) else {
        return recorded == own;
    };
    if Kind::of(own).as_ref() != Some(&kind) {
        return false;
    }
    if let Some(known) = names.of(recorded) {
        return known == own;
    }
    names.learn(recorded, own);
    true
}

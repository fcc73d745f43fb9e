//! Comparing a response with the recorded one.

use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::names::{Names, decode};
use crate::recording::{CoreResponse, RECORDED_VERSIONS};

/// Times may differ by this many seconds from what they are relative to.
const SLACK: i64 = 3;

/// The newer core shortened access tokens by up to a part of this many, at random.
const JITTER: i64 = 20;

/// The age of keys is not replayed to the second.
const MAX_AGE_SLACK: i64 = 60;

/// Lists whose order the real core does not promise.
const SETS: [&str; 3] = ["versions", "sessionHandles", "sessionHandlesRevoked"];

/// Says what differs; learns the names in passing.
pub(crate) fn compare(
    recorded: &CoreResponse,
    own: &CoreResponse,
    names: &mut Names,
) -> Result<(), String> {
    let verdict = same_head(recorded, own).and_then(|()| match (&recorded.json, &recorded.text) {
        (Some(_), Some(_)) => same_raw(recorded, own),
        (Some(json), None) => same(json, own.json.as_ref().unwrap_or(&Value::Null), "", names),
        (None, _) => same_text(recorded, own),
    });
    names.learn(recorded.json.as_ref(), own.json.as_ref());
    verdict
}

fn same_head(recorded: &CoreResponse, own: &CoreResponse) -> Result<(), String> {
    equal("status", &recorded.status, &own.status).map_err(|why| {
        format!(
            "{why} {}",
            own.text.as_deref().unwrap_or_default().trim_end()
        )
    })?;
    equal("content type", &recorded.content_type, &own.content_type)?;
    equal("closing", &recorded.closes, &own.closes)?;
    let age = |text: &Option<String>| -> Option<(i64, String)> {
        let (age, rest) = text.as_deref()?.strip_prefix("max-age=")?.split_once(',')?;
        Some((age.parse().ok()?, rest.to_owned()))
    };
    match (age(&recorded.cache_control), age(&own.cache_control)) {
        (None, None) => Ok(()),
        (Some((a, x)), Some((b, y))) if x == y && (a - b).abs() <= MAX_AGE_SLACK => Ok(()),
        (a, b) => Err(format!("cache control {a:?}, not {b:?}")),
    }
}

fn same_text(recorded: &CoreResponse, own: &CoreResponse) -> Result<(), String> {
    equal("text", &recorded.text, &own.text)
}

/// For the bodies that hold numbers no Rust type has: names and times are blanked, the rest must be equal
/// to the letter.
fn same_raw(recorded: &CoreResponse, own: &CoreResponse) -> Result<(), String> {
    let blank = |text: &Option<String>| {
        let words = text
            .as_deref()
            .unwrap_or_default()
            .split_inclusive(['"', ',', ':', '}']);
        words
            .map(|word| {
                let inner = word.trim_end_matches(['"', ',', ':', '}']);
                let time = inner.len() == 13 && inner.bytes().all(|b| b.is_ascii_digit());
                if time || Kind::of(inner).is_some() {
                    word.replace(inner, "*")
                } else {
                    word.to_owned()
                }
            })
            .collect::<String>()
    };
    equal("text", &blank(&recorded.text), &blank(&own.text))
}

fn same(recorded: &Value, own: &Value, at: &str, names: &mut Names) -> Result<(), String> {
    match (recorded, own) {
        (Value::Object(a), _) if a.contains_key("$long") => {
            let length = own.as_str().map(|text| text.len() as u64);
            equal(at, &a["$long"]["len"].as_u64(), &length)
        }
        (Value::Object(a), Value::Object(b)) => same_members(a, b, at, names),
        (Value::Array(a), Value::Array(b)) if SETS.iter().any(|name| at.ends_with(name)) => {
            same_set(a, b, at, names)
        }
        (Value::Array(a), Value::Array(b)) => {
            equal(&format!("length of {at}"), &a.len(), &b.len())?;
            a.iter().zip(b).try_for_each(|(a, b)| same(a, b, at, names))
        }
        (Value::String(a), Value::String(b)) => same_string(a, b, at, names),
        (Value::Number(a), Value::Number(b)) => {
            same_number(a.as_i64(), b.as_i64(), at).unwrap_or_else(|| equal(at, a, b))
        }
        (a, b) => equal(at, a, b),
    }
}

fn same_members(
    recorded: &Map<String, Value>,
    own: &Map<String, Value>,
    at: &str,
    names: &mut Names,
) -> Result<(), String> {
    let order = |members: &Map<String, Value>| members.keys().cloned().collect::<Vec<_>>();
    equal(&format!("names in {at:?}"), &order(recorded), &order(own))?;
    let lifetime = |members: &Map<String, Value>| {
        Some(members.get("expiry")?.as_i64()? - members.get("createdTime")?.as_i64()?)
    };
    if let (Some(a), Some(b)) = (lifetime(recorded), lifetime(own))
        && !same_lifetime(a, b, SLACK * 1000, names)
    {
        return Err(format!("lifetime in {at:?}: recorded {a}, got {b}"));
    }
    for (name, value) in recorded {
        same(value, &own[name], &format!("{at}.{name}"), names)?;
    }
    Ok(())
}

fn same_set(recorded: &[Value], own: &[Value], at: &str, names: &Names) -> Result<(), String> {
    let translate = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        (!RECORDED_VERSIONS.contains(&text)).then(|| names.of(text).unwrap_or(text).to_owned())
    };
    let mut a: Vec<String> = recorded.iter().filter_map(translate).collect();
    let mut b: Vec<String> = own
        .iter()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    a.sort();
    b.sort();
    equal(at, &a, &b)
}

fn same_string(recorded: &str, own: &str, at: &str, names: &mut Names) -> Result<(), String> {
    let Some(kind) = Kind::of(recorded) else {
        return equal(at, &recorded, &own);
    };
    equal(
        &format!("kind of {at}"),
        &Some(&kind),
        &Kind::of(own).as_ref(),
    )?;
    if kind == Kind::Jwt {
        same_token(recorded, own, at, names)?;
    }
    if let Some(known) = names.of(recorded) {
        return equal(at, &known, &own);
    }
    names.insert(&kind, recorded, own);
    Ok(())
}

/// Header and payload, name by name.
fn same_token(recorded: &str, own: &str, at: &str, names: &mut Names) -> Result<(), String> {
    let parts = |token: &str| {
        let mut parts = token.split('.').map(decode);
        Some((parts.next()??, parts.next()??))
    };
    let (Some((header_a, payload_a)), Some((header_b, payload_b))) = (parts(recorded), parts(own))
    else {
        return Err(format!("{at}: no token"));
    };
    same_members(&header_a, &header_b, &format!("{at}/header"), names)?;
    let (mut a, mut b) = (payload_a, payload_b);
    same_span(&mut a, &mut b, at, names)?;
    same_members(&a, &b, &format!("{at}/payload"), names)
}

/// `iat` and `exp`: their distance counts. They are made equal so that the rest can be compared.
fn same_span(
    recorded: &mut Map<String, Value>,
    own: &mut Map<String, Value>,
    at: &str,
    names: &Names,
) -> Result<(), String> {
    let span = |members: &Map<String, Value>| {
        Some((members.get("iat")?.as_i64()?, members.get("exp")?.as_i64()?))
    };
    let (Some((iat_a, exp_a)), Some((iat_b, exp_b))) = (span(recorded), span(own)) else {
        return Ok(());
    };
    // A caller may have set either.
    if iat_a != iat_b
        && exp_a != exp_b
        && !same_lifetime(exp_a - iat_a, exp_b - iat_b, SLACK, names)
    {
        return Err(format!(
            "{at}: valid for {}, not {}",
            exp_b - iat_b,
            exp_a - iat_a
        ));
    }
    for name in ["iat", "exp"] {
        own[name] = recorded[name].clone();
    }
    Ok(())
}

fn same_lifetime(recorded: i64, own: i64, slack: i64, names: &Names) -> bool {
    let shortest = if names.jittered {
        own - own / JITTER
    } else {
        own
    };
    (shortest - slack..=own + slack).contains(&recorded)
}

/// Moments of the time of recording need only be moments.
fn same_number(recorded: Option<i64>, own: Option<i64>, at: &str) -> Option<Result<(), String>> {
    let moment = |value: i64| (1_600_000_000_000..2_500_000_000_000).contains(&value);
    let (recorded, own) = (recorded?, own?);
    moment(recorded).then(|| {
        if moment(own) {
            Ok(())
        } else {
            Err(format!("{at}: {own} is no time"))
        }
    })
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, recorded: &T, own: &T) -> Result<(), String> {
    if recorded == own {
        Ok(())
    } else {
        Err(format!("{what}: recorded {recorded:?}, got {own:?}"))
    }
}

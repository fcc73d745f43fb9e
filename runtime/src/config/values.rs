//! How single values are read. TOML has types, but the environment has not: there `5.5` is a number, `"true"` a
//! text, and nobody knows which of them a setting wants.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A value as it was given.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a number, true or false")]
enum Given {
    Flag(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Unsigned(number) => number.fmt(f),
            Self::Signed(number) => number.fmt(f),
            // `5.0` stays `5.0`, as a version wants it.
            Self::Float(number) => fmt::Debug::fmt(number, f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Given>, D::Error> {
    Option::deserialize(deserializer)
}

/// A text; a number is the text that it is written with.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(given(deserializer)?.map(|value| value.to_string()))
}

/// `true` and `false`, also as texts.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let read = |value: Given| match value.to_string().trim().to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(D::Error::custom(format!(
            "{value} is neither true nor false"
        ))),
    };
    given(deserializer)?.map(read).transpose()
}

/// A whole number, also as a text.
pub(super) fn number<'de, D: Deserializer<'de>, T: FromStr>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let read = |value: Given| {
        let number = value.to_string().trim().parse();
        number.map_err(|_| D::Error::custom(format!("{value} is not a whole number that fits")))
    };
    given(deserializer)?.map(read).transpose()
}

/// A number of seconds, or a text such as `"4h"` or `"250ms"`.
pub(super) fn duration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    let read = |value: Given| {
        let text = value.to_string();
        let text = text.trim();
        let duration = match text.parse::<f64>() {
            Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            Err(_) => humantime::parse_duration(text).ok(),
        };
        duration.ok_or_else(|| {
            let wanted = "write a number of seconds, or a text such as \"4h\" or \"250ms\"";
            D::Error::custom(format!("{text} is not a duration: {wanted}"))
        })
    };
    given(deserializer)?.map(read).transpose()
}

/// One of the spellings, in any case and with spaces around it.
pub(super) fn one_of<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    spellings: &[(&str, T)],
) -> Result<T, D::Error> {
    let value = Given::deserialize(deserializer)?.to_string();
    let same = |name: &str| name.eq_ignore_ascii_case(value.trim());
    let found = spellings.iter().find(|(name, _)| same(name));
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<_> = spellings.iter().map(|(name, _)| *name).collect();
        D::Error::custom(format!("{value:?} is none of {}", names.join(", ")))
    })
}

/// A value that `Debug` does not show.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// A number is refused, since the zeros in front of it are lost by now. The message does not show it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Given::deserialize(deserializer)? {
            Given::Text(text) => Ok(Self(text)),
            _ => Err(D::Error::custom(
                "this must be a text: put quotes around it, also within those of a shell ('\"123\"')",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn durations(value: Value) -> Option<Duration> {
        duration(value).ok().flatten()
    }

    #[test]
    fn durations_are_seconds_or_texts() {
        for (given, expected) in [
            (json!(3), Duration::from_secs(3)),
            (json!(0.5), Duration::from_millis(500)),
            (json!("30"), Duration::from_secs(30)),
            (json!(" 4h "), Duration::from_secs(14_400)),
            (json!("250ms"), Duration::from_millis(250)),
            (json!(0), Duration::ZERO),
        ] {
            assert_eq!(durations(given.clone()), Some(expected), "{given}");
        }
        for given in [
            json!(-1),
            json!("soon"),
            json!(true),
            json!(1e300),
            json!("NaN"),
        ] {
            assert_eq!(durations(given.clone()), None, "{given}");
        }
    }

    #[test]
    fn flags_numbers_and_texts_are_read_from_either_type() {
        for given in [json!(true), json!("true"), json!(" TRUE ")] {
            assert_eq!(flag(given).expect("a flag"), Some(true));
        }
        assert_eq!(flag(json!("False")).expect("a flag"), Some(false));
        assert!(flag(json!("yes")).is_err() && flag(json!(2)).is_err());
        for given in [json!(440), json!(" 440 ")] {
            assert_eq!(number::<_, u16>(given).expect("a code"), Some(440));
        }
        for given in [json!(-1), json!(70_000), json!(4.5), json!("x")] {
            assert!(number::<_, u16>(given).is_err());
        }
        for (given, expected) in [
            (json!(5.5), "5.5"),
            (json!(5.0), "5.0"),
            (json!(2048), "2048"),
            (json!(true), "true"),
            (json!(" a "), " a "),
        ] {
            assert_eq!(text(given).expect("a text").as_deref(), Some(expected));
        }
        assert!(text(json!([1])).is_err());
    }

    #[test]
    fn a_secret_is_a_text_and_not_shown() {
        for given in [json!(12345), json!(true), json!(0.5), json!(["12345"])] {
            let error = serde_json::from_value::<Secret>(given).expect_err("no text");
            assert!(!error.to_string().contains("12345"), "{error}");
        }
        let secret: Secret = serde_json::from_value(json!("12345")).expect("a text");
        assert_eq!(secret.expose(), "12345");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}

//! How single values are read: in TOML they have types, in the environment `5.5` is a number and `"true"` a text.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::error::ConfigError;

/// A value as it was given.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a number, true or false")]
pub(super) enum Given {
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

impl From<bool> for Given {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Given {
    fn from(number: u64) -> Self {
        Self::Unsigned(number)
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What a setting may hold.
pub(super) trait Value: Sized {
    /// Reads it, or says what is wrong.
    fn read(given: &Given) -> Result<Self, String>;
}

/// Reads a setting for serde.
pub(super) fn setting<'de, D: Deserializer<'de>, T: Value>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let given: Option<Given> = Option::deserialize(deserializer)?;
    let value = given.as_ref().map(T::read).transpose();
    value.map_err(D::Error::custom)
}

/// A text. A number is read as the text with which it is written.
impl Value for String {
    fn read(given: &Given) -> Result<Self, String> {
        Ok(given.to_string())
    }
}

/// `true` and `false`, also as texts.
impl Value for bool {
    fn read(given: &Given) -> Result<Self, String> {
        match given.to_string().trim().to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("{given} is neither true nor false")),
        }
    }
}

impl Value for u16 {
    fn read(given: &Given) -> Result<Self, String> {
        whole_number(given)
    }
}

impl Value for u64 {
    fn read(given: &Given) -> Result<Self, String> {
        whole_number(given)
    }
}

/// Also as a text.
fn whole_number<T: FromStr>(given: &Given) -> Result<T, String> {
    let number = given.to_string().trim().parse();
    number.map_err(|_| format!("{given} is not a whole number that fits"))
}

/// A number of seconds, or a text such as `"4h"` or `"250ms"`.
impl Value for Duration {
    fn read(given: &Given) -> Result<Self, String> {
        let text = given.to_string();
        let text = text.trim();
        let duration = match text.parse::<f64>() {
            Ok(seconds) => Self::try_from_secs_f64(seconds).ok(),
            Err(_) => humantime::parse_duration(text).ok(),
        };
        duration.ok_or_else(|| {
            let wanted = "write a number of seconds, or a text such as \"4h\" or \"250ms\"";
            format!("{text} is not a duration: {wanted}")
        })
    }
}

/// A zero would let every call fail, and some people read it as "no limit", which does not exist here.
pub(super) fn not_zero(name: &'static str, duration: Duration) -> Result<Duration, ConfigError> {
    if duration.is_zero() {
        return Err(ConfigError::ZeroDuration { name });
    }
    Ok(duration)
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

impl Value for Secret {
    /// A number is refused, because its leading zeros are lost. The message does not show it.
    fn read(given: &Given) -> Result<Self, String> {
        match given {
            Given::Text(text) => Ok(Self(text.clone())),
            _ => Err(
                "this must be a text: put quotes around it, also within those of a shell ('\"123\"')"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn read<T: Value>(value: Json) -> Option<T> {
        setting(value).ok().flatten()
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
            assert_eq!(read::<Duration>(given.clone()), Some(expected), "{given}");
        }
        for given in [
            json!(-1),
            json!("soon"),
            json!(true),
            json!(1e300),
            json!("NaN"),
        ] {
            assert_eq!(read::<Duration>(given.clone()), None, "{given}");
        }
    }

    #[test]
    fn flags_numbers_and_texts_are_read_from_either_type() {
        for given in [json!(true), json!("true"), json!(" TRUE ")] {
            assert_eq!(read(given), Some(true));
        }
        assert_eq!(read(json!("False")), Some(false));
        assert!(read::<bool>(json!("yes")).is_none() && read::<bool>(json!(2)).is_none());
        for given in [json!(440), json!(" 440 ")] {
            assert_eq!(read::<u16>(given), Some(440));
        }
        for given in [json!(-1), json!(70_000), json!(4.5), json!("x")] {
            assert!(read::<u16>(given).is_none());
        }
        for (given, expected) in [
            (json!(5.5), "5.5"),
            (json!(5.0), "5.0"),
            (json!(2048), "2048"),
            (json!(true), "true"),
            (json!(" a "), " a "),
        ] {
            assert_eq!(read::<String>(given).as_deref(), Some(expected));
        }
        assert!(read::<String>(json!([1])).is_none());
    }

    #[test]
    fn a_secret_is_a_text_and_not_shown() {
        for given in [json!(12345), json!(true), json!(0.5), json!(["12345"])] {
            let error = setting::<_, Secret>(given).expect_err("no text");
            assert!(!error.to_string().contains("12345"), "{error}");
        }
        let secret: Secret = read(json!("12345")).expect("a text");
        assert_eq!(secret.expose(), "12345");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}

//! Values of a payload that are read, or read past.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// The names of the claims that are read. Any other name is an empty text here.
pub(super) struct Name(pub(super) &'static str);

const NAMES: [&str; 15] = [
    "sub",
    "userId",
    "rsub",
    "tId",
    "sessionHandle",
    "refreshTokenHash1",
    "parentRefreshTokenHash1",
    "antiCsrfToken",
    "iat",
    "timeCreated",
    "exp",
    "expiryTime",
    "nbf",
    "stt",
    "userData",
];

/// A text, or something else that is read past.
pub(super) struct Text(pub(super) Option<String>);

/// Anything, read past: with the parser's limits of depth and number, but without a place in memory.
pub(super) struct Passed;

/// What reads past a value of any type.
macro_rules! pass {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok(Self::PASSED)
        })*

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::PASSED)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
            while values.next_element::<Passed>()?.is_some() {}
            Ok(Self::PASSED)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
            while values.next_entry::<Passed, Passed>()?.is_some() {}
            Ok(Self::PASSED)
        }

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
    };
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let known = NAMES.into_iter().find(|known| *known == name);
        Ok(Name(known.unwrap_or_default()))
    }
}

struct TextVisitor;

impl TextVisitor {
    const PASSED: Text = Text(None);
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(Some(text.to_owned())))
    }
}

struct PassedVisitor;

impl PassedVisitor {
    const PASSED: Passed = Passed;
}

impl<'de> Visitor<'de> for PassedVisitor {
    type Value = Passed;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PassedVisitor)
    }
}

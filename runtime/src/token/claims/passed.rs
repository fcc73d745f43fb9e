//! Values of a payload that are read or skipped.

use std::borrow::Cow;
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

/// A text, or another value that is skipped. It is copied only if it contains escapes.
pub(super) struct Text<'de>(pub(super) Option<Cow<'de, str>>);

/// Whether the value is a text. It is skipped, too.
pub(super) struct IsText(pub(super) bool);

/// A skipped value: the parser checks its depth and numbers, but nothing is stored.
pub(super) struct Passed;

/// Skips a value of any type.
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
    const PASSED: Text<'static> = Text(None);
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Some(Cow::Owned(text.to_owned()))))
    }
}

struct IsTextVisitor;

impl IsTextVisitor {
    const PASSED: IsText = IsText(false);
}

impl<'de> Visitor<'de> for IsTextVisitor {
    type Value = IsText;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_str<E>(self, _: &str) -> Result<IsText, E> {
        Ok(IsText(true))
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

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for IsText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IsTextVisitor)
    }
}

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PassedVisitor)
    }
}

//! Reading a value as a type, with the conversions the real core's parser makes.

use super::value::{Json, Object};

impl Json {
    /// The text. An array of one element counts as that element.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self.single() {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value. A number counts as false, an array of one element as that element.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.single() {
            Self::Bool(value) => Some(*value),
            Self::Number(_) => Some(false),
            _ => None,
        }
    }

    /// The whole number. Fractions are cut off; a text of digits counts as a number.
    pub(crate) fn as_whole(&self) -> Option<i64> {
        match self.single() {
            Self::Number(spelled) => spelled.parse().ok().or_else(|| truncated(spelled)),
            Self::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The value as a configuration file would spell it. An array of one element counts as that element.
    pub(crate) fn spelled(&self) -> String {
        match self.single() {
            Self::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The members, if this is an object.
    pub(crate) fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    fn single(&self) -> &Self {
        let mut value = self;
        while let Self::Array(items) = value
            && let [only] = items.as_slice()
        {
            value = only;
        }
        value
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, which is what is wanted"
)]
fn truncated(spelled: &str) -> Option<i64> {
    spelled
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map(|value| value as i64)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn json(text: &str) -> Json {
        parse(text).unwrap_or(Json::Null)
    }

    #[test]
    fn an_array_of_one_counts_as_its_element() {
        assert_eq!(json(r#"["a"]"#).as_text(), Some("a"));
        assert_eq!(json(r#"["a","b"]"#).as_text(), None);
        assert_eq!(json("[true]").as_bool(), Some(true));
        assert_eq!(json("[]").as_bool(), None);
    }

    #[test]
    fn a_number_is_a_false_boolean() {
        assert_eq!(json("1").as_bool(), Some(false));
        assert_eq!(json(r#""true""#).as_bool(), None);
    }

    #[test]
    fn whole_numbers_may_be_quoted_or_cut() {
        assert_eq!(json(r#""10""#).as_whole(), Some(10));
        assert_eq!(json("1.5").as_whole(), Some(1));
        assert_eq!(json(r#""x""#).as_whole(), None);
        assert_eq!(json("true").as_whole(), None);
    }
}

//! What is wrong with a JSON text, without quoting it.

use std::fmt;

use serde_json::error::Category;

/// Why JSON could not be read or written. It quotes no value, because a value may be a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}{}", Place(*line, *column))]
#[non_exhaustive]
pub struct JsonDefect {
    /// What is wrong.
    pub kind: JsonDefectKind,
    /// Line of the defect, counted from 1; 0 if there was no text.
    pub line: usize,
    /// Byte within that line, counted from 1; 0 before the first byte.
    pub column: usize,
}

/// What is wrong with a JSON text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonDefectKind {
    /// The text is not JSON.
    #[error("it is not JSON")]
    Syntax,
    /// The text ends within a value.
    #[error("it ends too early")]
    Incomplete,
    /// A field is missing. The name is that of the type's field.
    #[error("its field `{0}` is missing")]
    MissingField(String),
    /// A value does not have the expected type.
    #[error("a value in it does not fit")]
    Value,
    /// A key of a map cannot be written as a JSON key.
    #[error("a key in it cannot be written as a text")]
    Key,
}

impl JsonDefect {
    /// The part of the parser's message that may be repeated.
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let kind = match error.classify() {
            Category::Eof => JsonDefectKind::Incomplete,
            // Of all texts about a value, only this one never quotes what was read.
            Category::Data => missing_field(&text).map_or(JsonDefectKind::Value, |name| {
                JsonDefectKind::MissingField(name.to_owned())
            }),
            // Both only occur while writing.
            _ if text.starts_with("key must be") || text.starts_with("float key must be") => {
                JsonDefectKind::Key
            }
            Category::Syntax | Category::Io => JsonDefectKind::Syntax,
        };
        Self {
            kind,
            line: error.line(),
            column: error.column(),
        }
    }
}

/// The name in `serde`'s message about a missing field, which is a name of the source code.
fn missing_field(text: &str) -> Option<&str> {
    const LONGEST: usize = 64;
    let (name, _) = text.strip_prefix("missing field `")?.split_once('`')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (name.len() <= LONGEST && name.bytes().all(is_name)).then_some(name)
}

/// Line and column, where there are any.
struct Place(usize, usize);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self(0, _) => Ok(()),
            Self(line, column) => write!(f, " (line {line}, column {column})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Session {
        #[expect(dead_code, reason = "reading it is what fails")]
        user_id: String,
    }

    fn defect(error: serde_json::Result<Session>) -> String {
        JsonDefect::of(&error.expect_err("a defect")).to_string()
    }

    #[test]
    fn it_says_what_is_wrong_and_where_but_quotes_nothing() {
        for (text, expected) in [
            ("<html>", "it is not JSON (line 1, column 1)"),
            (
                "{\n  \"userId\": \"ali",
                "it ends too early (line 2, column 16)",
            ),
            ("", "it ends too early (line 1, column 0)"),
            ("{}", "its field `userId` is missing (line 1, column 2)"),
            (
                r#"{"userId":7}"#,
                "a value in it does not fit (line 1, column 11)",
            ),
            (r#"{"userId":"a"} b"#, "it is not JSON (line 1, column 16)"),
            (
                r#""secret""#,
                "a value in it does not fit (line 1, column 8)",
            ),
        ] {
            assert_eq!(defect(serde_json::from_str(text)), expected, "{text}");
        }
        let value = json!({ "userId": ["secret"] });
        assert_eq!(
            defect(serde_json::from_value(value)),
            "a value in it does not fit"
        );
        assert_eq!(
            defect(serde_json::from_value(json!({}))),
            "its field `userId` is missing"
        );
    }

    #[test]
    fn what_cannot_be_written_is_told_too() {
        let keys = HashMap::from([((1, 2), 3)]);
        let error = serde_json::to_value(keys).expect_err("no key of JSON");
        assert_eq!(JsonDefect::of(&error).kind, JsonDefectKind::Key);
        let keys = serde_json::to_value(HashMap::from([(Vec::<u8>::new(), 3)]));
        assert_eq!(
            JsonDefect::of(&keys.expect_err("no key")).kind,
            JsonDefectKind::Key
        );
    }
}

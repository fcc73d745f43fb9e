//! The lenient parser.

use super::number::is_number;
use super::value::{Json, Object};

/// Deeper nesting is refused, so that no input can exhaust the stack.
const MAX_DEPTH: usize = 255;

/// The text is not JSON, not even by the lenient rules.
#[derive(Debug, PartialEq)]
pub(crate) struct NotJson;

/// Parses one value and nothing after it.
pub(crate) fn parse(text: &str) -> Result<Json, NotJson> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.skip_blank()?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(NotJson)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Json, NotJson> {
        if depth > MAX_DEPTH {
            return Err(NotJson);
        }
        match self.next_visible()? {
            '{' => self.object(depth),
            '[' => self.array(depth),
            quote @ ('"' | '\'') => self.quoted(quote).map(Json::String),
            _ => self.literal(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, NotJson> {
        self.take(1);
        let mut members = Object::new();
        if self.next_visible()? == '}' {
            self.take(1);
            return Ok(Json::Object(members));
        }
        loop {
            let name = match self.next_visible()? {
                quote @ ('"' | '\'') => self.quoted(quote)?,
                _ => self.bare()?,
            };
            match self.next_visible()? {
                ':' => self.take(1),
                '=' => {
                    self.take(1);
                    self.rest = self.rest.strip_prefix('>').unwrap_or(self.rest);
                }
                _ => return Err(NotJson),
            }
            let value = self.value(depth + 1)?;
            members.insert(name, value);
            match self.next_visible()? {
                ',' | ';' => self.take(1),
                '}' => {
                    self.take(1);
                    return Ok(Json::Object(members));
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// A missing element counts as null, except in an empty array.
    fn array(&mut self, depth: usize) -> Result<Json, NotJson> {
        self.take(1);
        let mut items = Vec::new();
        if self.next_visible()? == ']' {
            self.take(1);
            return Ok(Json::Array(items));
        }
        loop {
            items.push(match self.next_visible()? {
                ',' | ';' | ']' => Json::Null,
                _ => self.value(depth + 1)?,
            });
            match self.next_visible()? {
                ',' | ';' => self.take(1),
                ']' => {
                    self.take(1);
                    return Ok(Json::Array(items));
                }
                _ => return Err(NotJson),
            }
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, NotJson> {
        self.take(1);
        let mut out = String::new();
        loop {
            let stop = self.rest.find([quote, '\\']).ok_or(NotJson)?;
            out.push_str(&self.rest[..stop]);
            let escape = self.rest[stop..].starts_with('\\');
            self.take(stop + 1);
            if !escape {
                return Ok(out);
            }
            out.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, NotJson> {
        let c = self.rest.chars().next().ok_or(NotJson)?;
        self.take(c.len_utf8());
        Ok(match c {
            'u' => return self.unicode(),
            't' => '\t',
            'b' => '\u{8}',
            'n' | '\n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            '\'' | '"' | '\\' | '/' => c,
            _ => return Err(NotJson),
        })
    }

    /// A surrogate without its partner becomes the replacement character.
    fn unicode(&mut self) -> Result<char, NotJson> {
        let high = self.hex4()?;
        if (0xd800..0xdc00).contains(&high) && self.rest.starts_with("\\u") {
            let before = self.rest;
            self.take(2);
            let low = self.hex4()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.rest = before;
        }
        Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex4(&mut self) -> Result<u32, NotJson> {
        let digits = self.rest.get(..4).ok_or(NotJson)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(NotJson);
        }
        let code = u32::from_str_radix(digits, 16).map_err(|_| NotJson)?;
        self.take(4);
        Ok(code)
    }

    fn literal(&mut self) -> Result<Json, NotJson> {
        let word = self.bare()?;
        Ok(match word.to_ascii_lowercase().as_str() {
            "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ if is_number(&word) => Json::Number(word),
            _ => Json::String(word),
        })
    }

    /// A word without quotes.
    fn bare(&mut self) -> Result<String, NotJson> {
        let end = self
            .rest
            .find(|c: char| "/\\;#={}[]:, \t\u{c}\r\n".contains(c))
            .unwrap_or(self.rest.len());
        if end == 0 {
            return Err(NotJson);
        }
        let word = self.rest[..end].to_owned();
        self.take(end);
        Ok(word)
    }

    fn next_visible(&mut self) -> Result<char, NotJson> {
        self.skip_blank()?;
        self.rest.chars().next().ok_or(NotJson)
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) -> Result<(), NotJson> {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
            if let Some(comment) = self.rest.strip_prefix("/*") {
                let end = comment.find("*/").ok_or(NotJson)?;
                self.rest = &comment[end + 2..];
            } else if self.rest.starts_with("//") || self.rest.starts_with('#') {
                let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
                self.take(end);
            } else {
                return Ok(());
            }
        }
    }

    fn take(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &str) -> Result<String, NotJson> {
        parse(input).map(|json| json.to_string())
    }

    #[test]
    fn lenient_forms_are_read() {
        assert_eq!(
            text("{a:'b',c=TRUE;d=>[1,,]}").as_deref(),
            Ok(r#"{"a":"b","c":true,"d":[1,null,null]}"#)
        );
        assert_eq!(
            text("\u{feff}{/*c*/\"x\":NaN} // end").as_deref(),
            Ok(r#"{"x":"NaN"}"#)
        );
        assert_eq!(
            text("{\"a\":1,\"b\":2,\"a\":3}").as_deref(),
            Ok(r#"{"a":3,"b":2}"#)
        );
        assert_eq!(text("\"a\nb\"").as_deref(), Ok(r#""a\nb""#));
    }

    #[test]
    fn broken_forms_are_refused() {
        for input in [
            "",
            "{",
            "{\"a\":1,}",
            "{} {}",
            "{\"a\" 1}",
            "\"\\x\"",
            "\"\\u12\"",
            "[1",
            "/*",
        ] {
            assert_eq!(text(input), Err(NotJson), "{input}");
        }
    }

    #[test]
    fn surrogates_join_or_are_replaced() {
        assert_eq!(text(r#""\ud83d\ude42""#).as_deref(), Ok("\"🙂\""));
        assert_eq!(text(r#""\ud83dx""#).as_deref(), Ok("\"\u{fffd}x\""));
    }

    #[test]
    fn nesting_has_a_limit() {
        let deep = "[".repeat(100_000);
        assert_eq!(text(&deep), Err(NotJson));
    }
}

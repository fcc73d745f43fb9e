//! The `Cookie` headers of a request as they were sent: a cookie jar hides duplicates.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// All `Cookie` headers of a request.
pub(super) struct CookieLines<'r>(Vec<Cow<'r, str>>);

impl<'r> CookieLines<'r> {
    pub(super) fn new(lines: Vec<Cow<'r, str>>) -> Self {
        Self(lines)
    }

    /// Whether there is no such header, not even an empty one.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of the first cookie of that name, percent-decoded.
    pub(super) fn value_of(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.pairs().find(|(found, _)| *found == name)?;
        let unquoted = value
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        Some(percent_decoded(unquoted.unwrap_or(value)))
    }

    /// Whether there are several cookies of that name, in any encoding.
    pub(super) fn has_twice(&self, name: &str) -> bool {
        let mut same = self
            .pairs()
            .filter(|(found, _)| percent_decoded(found) == name);
        same.nth(1).is_some()
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter().flat_map(|line| line.split(';'));
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim(), value.trim())
        })
    }
}

/// The unchanged text, if it cannot be decoded.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    // Most have nothing to decode, and this is a faster look.
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

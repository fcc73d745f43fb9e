//! The `Cookie` headers of a request as they were sent: a cookie jar hides duplicates.

use std::borrow::Cow;

use memchr::memchr_iter;
use percent_encoding::percent_decode_str;

use crate::config::RequestInfo;

/// All `Cookie` headers of a request.
pub(super) struct CookieLines<'r> {
    request: &'r dyn RequestInfo,
    lines: Vec<Cow<'r, str>>,
}

impl<'r> CookieLines<'r> {
    pub(super) fn new(request: &'r dyn RequestInfo, lines: Vec<Cow<'r, str>>) -> Self {
        Self { request, lines }
    }

    /// The value of the first cookie of that name, percent-decoded.
    pub(super) fn value_of(&self, name: &str) -> Option<Cow<'_, str>> {
        let Some((_, value)) = self.pairs().find(|(found, _)| *found == name) else {
            let value = self.request.cookie_without_line(name)?;
            // The jar decodes names, and so it calls that cookie like ours.
            return (self.count(name) == 0).then_some(Cow::Borrowed(value));
        };
        let unquoted = value
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        Some(percent_decoded(unquoted.unwrap_or(value)))
    }

    /// Whether there are several cookies of that name, in any encoding.
    pub(super) fn has_twice(&self, name: &str) -> bool {
        self.count(name) > 1
    }

    /// How many cookies have that name, in any encoding.
    fn count(&self, name: &str) -> usize {
        let is_named = |(found, _): &(&str, &str)| percent_decoded(found) == name;
        self.pairs().filter(is_named).count()
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.lines.iter().flat_map(|line| split(line));
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim(), value.trim())
        })
    }
}

/// The parts between semicolons. Tokens are long, and a search for one letter alone is many times faster than one for
/// any pattern.
fn split(line: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr_iter(b';', line.as_bytes()).chain([line.len()]);
    ends.map(move |end| {
        let part = &line[start..end];
        start = end + 1;
        part
    })
}

/// The unchanged text, if it cannot be decoded.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    // Most have nothing to decode, and this is a faster look.
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

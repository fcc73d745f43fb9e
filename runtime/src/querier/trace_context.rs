//! The trace that a request belongs to, which its calls to the core are passed: W3C Trace Context, level 1.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::config::RequestInfo;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// Of a `traceparent` of version `00`, and of the beginning of every later one.
const LENGTH: usize = 55;
/// Where its hyphens are.
const HYPHENS: [usize; 3] = [2, 35, 52];
/// Longer ones need not be passed on.
const MAX_STATE_LENGTH: usize = 512;
const MAX_STATE_MEMBERS: usize = 32;

/// The headers `traceparent` and `tracestate` of a request. What has not their form is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TraceContext {
    parent: HeaderValue,
    state: Option<HeaderValue>,
}

impl TraceContext {
    /// `None` without a valid `traceparent`.
    pub(crate) fn of(request: &dyn RequestInfo) -> Option<Self> {
        let parent = parent(request.header(TRACEPARENT.as_str())?)?;
        let state = request.header(TRACESTATE.as_str()).and_then(state);
        Some(Self { parent, state })
    }

    /// Adds the headers to a request to the core.
    pub(super) fn put_into(&self, headers: &mut HeaderMap) {
        headers.insert(TRACEPARENT, self.parent.clone());
        if let Some(state) = &self.state {
            headers.insert(TRACESTATE, state.clone());
        }
    }
}

/// Checks a `traceparent`. One of a later version becomes one of version `00`, as which it can be read.
fn parent(text: &str) -> Option<HeaderValue> {
    let known = text.as_bytes().get(..LENGTH)?;
    let (version, more) = (&known[..2], &text.as_bytes()[LENGTH..]);
    let has_form = known.iter().enumerate().all(|(n, byte)| {
        if HYPHENS.contains(&n) {
            *byte == b'-'
        } else {
            matches!(byte, b'0'..=b'9' | b'a'..=b'f')
        }
    });
    let ends_well = match version {
        b"00" => more.is_empty(),
        b"ff" => false,
        _ => more.first().is_none_or(|byte| *byte == b'-'),
    };
    let is_zero = |id: &[u8]| id.iter().all(|byte| *byte == b'0');
    if !has_form || !ends_well || is_zero(&known[3..35]) || is_zero(&known[36..52]) {
        return None;
    }
    let rest = std::str::from_utf8(&known[2..]).ok()?;
    HeaderValue::from_str(&format!("00{rest}")).ok()
}

/// Checks a `tracestate`: a list of keys and values.
fn state(text: &str) -> Option<HeaderValue> {
    let mut members = text.split(',').map(|it| it.trim_matches([' ', '\t']));
    let is_list = text.len() <= MAX_STATE_LENGTH
        && text.split(',').count() <= MAX_STATE_MEMBERS
        && members.all(|member| member.is_empty() || is_member(member))
        && text.contains('=');
    is_list.then(|| HeaderValue::from_str(text).ok())?
}

fn is_member(member: &str) -> bool {
    let Some((key, value)) = member.split_once('=') else {
        return false;
    };
    let in_key =
        |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'*' | b'/' | b'@');
    let in_value = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'=';
    (1..=256).contains(&key.len())
        && key.bytes().all(in_key)
        && (1..=256).contains(&value.len())
        && value.bytes().all(in_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn passed(text: &str) -> Option<String> {
        let value = parent(text)?;
        Some(value.to_str().expect("a text").to_owned())
    }

    #[test]
    fn a_parent_has_its_form() {
        assert_eq!(passed(GOOD).as_deref(), Some(GOOD));
        let later = GOOD.replacen("00", "cc", 1);
        assert_eq!(passed(&later).as_deref(), Some(GOOD));
        let longer = format!("{later}-what-will-be");
        assert_eq!(passed(&longer).as_deref(), Some(GOOD));
    }

    #[test]
    fn anything_else_stays_here() {
        for text in [
            "",
            "00",
            &GOOD[..54],
            &format!("{GOOD}-"),
            &format!("{GOOD}0"),
            &format!(" {GOOD}"),
            &format!("cc{}.more", &GOOD[2..]),
            &GOOD.replacen("00", "ff", 1),
            &GOOD.replace('-', "_"),
            &GOOD.replace("4bf92", "4BF92"),
            &GOOD.replace("4bf92", "4bg92"),
            &GOOD.replace("4bf92f3577b34da6a3ce929d0e0e4736", &"0".repeat(32)),
            &GOOD.replace("00f067aa0ba902b7", &"0".repeat(16)),
            &GOOD.replace("4bf92f", "äöü"),
            &"é".repeat(40),
        ] {
            assert_eq!(passed(text), None, "{text}");
        }
    }

    #[test]
    fn a_state_is_a_list() {
        let many = |count: usize| vec!["a=b"; count].join(",");
        let long = |length: usize| format!("a={}", "x".repeat(length - 2));
        for text in [
            "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
            "tenant@vendor=v , b/c*d-e_f=~ !",
            "a=b,,c=d",
            &many(32),
            &long(258),
        ] {
            assert_eq!(state(text).expect(text), text);
        }
        for text in [
            "",
            ",",
            "a",
            "a=",
            "=b",
            "A=b",
            "a=b=c",
            "a=b\u{7f}",
            "a=ü",
            "a b=c",
            &many(33),
            &long(259),
            &[long(256), long(256)].join(","),
        ] {
            assert_eq!(state(text), None, "{text}");
        }
    }
}

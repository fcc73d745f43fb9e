//! What a URL consists of, read as browsers read it. What they would repair (a backslash, an octal address, a host in
//! letters that DNS does not have) is refused, so that nobody has to guess what a setting became.

use std::net::{Ipv4Addr, Ipv6Addr};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a URL's path cannot carry as it is (WHATWG URL, path percent-encode set).
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A URL without its scheme.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// A name in lower case, an IPv4 address, or an IPv6 address in brackets.
    pub(super) host: String,
    pub(super) port: Option<u16>,
    /// Begins with a slash.
    pub(super) path: String,
}

impl Address {
    /// Reads what stands behind `scheme://`. Query and fragment are dropped.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let end = text.find(['/', '?', '#']).unwrap_or(text.len());
        let (authority, path) = text.split_at(end);
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                (format!("[{}]", host.parse::<Ipv6Addr>().ok()?), port)
            }
            None => {
                let end = authority.find(':').unwrap_or(authority.len());
                let (host, port) = authority.split_at(end);
                (name(host)?, port)
            }
        };
        Some(Self {
            host,
            port: read_port(port)?,
            path: normal_path(path)?,
        })
    }
}

/// A host that is a name or an IPv4 address.
fn name(text: &str) -> Option<String> {
    let host = text.to_ascii_lowercase();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let last = host.strip_suffix('.').unwrap_or(&host);
    let last = last.rsplit('.').next().unwrap_or_default();
    // Browsers take such a name for an IPv4 address, also `127.1` and `0x7f`.
    let is_number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    let is_host = host.bytes().all(fits) && (!is_number || host.parse::<Ipv4Addr>().is_ok());
    is_host.then_some(host)
}

/// `None` if what stands behind the host is no port. The port itself is optional.
fn read_port(text: &str) -> Option<Option<u16>> {
    let digits = match text.strip_prefix(':') {
        None if text.is_empty() => return Some(None),
        None => return None,
        Some("") => return Some(None),
        Some(digits) => digits,
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().map(Some)
}

/// The path with dot segments resolved, without query and fragment, and percent-encoded where it must be.
pub(super) fn normal_path(text: &str) -> Option<String> {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let path = &text[..end];
    if path.contains('\\') || path.contains(char::is_control) {
        return None;
    }
    let mut segments = Vec::new();
    let mut rest = path.split('/').skip(1).peekable();
    while let Some(segment) = rest.next() {
        let is_last = rest.peek().is_none();
        match &*segment.to_ascii_lowercase().replace("%2e", ".") {
            "." if is_last => segments.push(""),
            "." => {}
            ".." => {
                segments.pop();
                if is_last {
                    segments.push("");
                }
            }
            _ => segments.push(segment),
        }
    }
    let path = segments.join("/");
    Some(format!("/{}", utf8_percent_encode(&path, ENCODED)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    /// As the library reads it that follows the browsers' standard.
    fn by_the_standard(text: &str) -> Option<Address> {
        // The end keeps spaces at the end of the text from being left out.
        let url = Url::parse(&format!("http://{text}#")).ok()?;
        Some(Address {
            host: url.host_str()?.to_owned(),
            port: url.port(),
            path: url.path().to_owned(),
        })
    }

    proptest! {
        #[test]
        fn what_is_taken_is_what_browsers_read(
            host in r"(\[[0-9a-f:.]{2,12}\]|[a-zA-Z0-9.\-_]{1,12}|[0-9]{1,3}(\.[0-9]{1,3}){3}|[ -.0-~]{1,8})",
            port in r"(|:|:[0-9]{1,5})",
            path in r"(|/|(/(\.|\.\.|%2[eE]|[a-zA-Zä0-9 ._~%!$&'()*+,;@<>{}`|\[\]\x22-]{0,5})){1,6})([?#].{0,5})?",
        ) {
            let text = format!("{host}{port}{path}");
            if let Some(address) = Address::parse(&text) {
                let port = address.port.filter(|port| *port != 80);
                prop_assert_eq!(Some(Address { port, ..address }), by_the_standard(&text), "{}", text);
            }
        }
    }

    #[test]
    fn addresses_of_all_kinds_are_taken() {
        for (given, host, port, path) in [
            ("API.example.com", "api.example.com", None, "/"),
            (
                "a_b.example.com.:8443/x",
                "a_b.example.com.",
                Some(8443),
                "/x",
            ),
            ("a.b:", "a.b", None, "/"),
            ("127.0.0.1:3567", "127.0.0.1", Some(3567), "/"),
            ("[::0:1]:80/a/../b?c", "[::1]", Some(80), "/b"),
            (
                "xn--bcher-kva.example/ä",
                "xn--bcher-kva.example",
                None,
                "/%C3%A4",
            ),
        ] {
            let expected = Address {
                host: host.to_owned(),
                port,
                path: path.to_owned(),
            };
            assert_eq!(Address::parse(given), Some(expected), "{given}");
        }
    }

    #[test]
    fn what_browsers_would_repair_is_refused() {
        for given in [
            "",
            ":80",
            "/x",
            "a b",
            "me@a.b",
            "me:word@a.b",
            "a.b:x",
            "a.b:65536",
            "a.b:+1",
            "127.1",
            "0x7f.1",
            "127.0.0.01",
            "1.2.3.4.",
            "bücher.example",
            "a%2Eb",
            "a.b\\c",
            "a.b/c\\d",
            "a.b/\n",
            "[::1",
            "[1.2.3.4]",
            "[::1]x",
            "a;b",
        ] {
            assert_eq!(Address::parse(given), None, "{given}");
        }
    }
}

//! Rocket's request as sessions look at it.

use std::borrow::Cow;
use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use rocket::Request;

use crate::config::RequestInfo;

impl RequestInfo for Request<'_> {
    fn method(&self) -> &str {
        Request::method(self).as_str()
    }

    fn path(&self) -> &str {
        self.uri().path().as_str()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers().get_one(name)
    }

    fn cookie_lines(&self) -> Vec<Cow<'_, str>> {
        let sent: Vec<_> = self.headers().get("cookie").map(Cow::Borrowed).collect();
        // Over a socket the jar is made from the lines. Rocket's local client has more in it, of which a header that
        // it was given hides nothing.
        let unsent = |is_sent: &dyn Fn(&str) -> bool| {
            let unsent = self
                .cookies()
                .iter()
                .filter(|cookie| !is_sent(cookie.name()));
            let pairs = unsent.map(|cookie| Cow::Owned(pair(cookie.name(), cookie.value())));
            pairs.collect::<Vec<_>>()
        };
        let names = || sent.iter().flat_map(|line| names(line));
        // Clients choose the number of both, so many names are looked at once each.
        let unsent = if names().nth(FEW).is_none() {
            unsent(&|cookie| names().any(|name| name == cookie))
        } else {
            let names: HashSet<_> = names().collect();
            unsent(&|cookie| names.contains(cookie))
        };
        if unsent.is_empty() {
            sent
        } else {
            [sent, unsent].concat()
        }
    }
}

/// So many names are looked through faster than put into a set.
const FEW: usize = 16;

/// The names of the cookies in a line, as the jar decodes them.
fn names(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    line.split(';').map(|pair| {
        let name = pair.split('=').next().unwrap_or(pair).trim();
        let decoded = percent_decode_str(name).decode_utf8();
        decoded.unwrap_or(Cow::Borrowed(name))
    })
}

/// A cookie as it would stand in the header, where it is read with its percent signs decoded.
fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('%', "%25").replace(';', "%3B"))
}

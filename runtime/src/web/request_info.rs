//! Rocket's request as sessions look at it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::net::IpAddr;

use rocket::Request;
use rocket::http::Header;

use crate::config::{ANTI_CSRF, AUTHORIZATION, RequestInfo, SessionHeaders};
use crate::transfer::percent_decoded;

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
        let mut lines: Vec<_> = self.headers().get("cookie").map(Cow::Borrowed).collect();
        // Clients choose the number of both, so each name is looked at once.
        let sent: HashSet<_> = self.headers().get("cookie").flat_map(names).collect();
        for cookie in self.cookies().iter() {
            if !sent.contains(cookie.name()) {
                lines.push(pair(cookie.name(), cookie.value()).into());
            }
        }
        lines
    }

    fn client_ip(&self) -> Option<IpAddr> {
        Request::client_ip(self)
    }

    /// Looks at each header once: to find one by its name, Rocket's map hashes the name letter by letter.
    fn session_headers(&self) -> SessionHeaders<'_> {
        let mut found = SessionHeaders::default();
        for Header { name, value } in self.headers().iter() {
            let name = name.as_str();
            // The map lends what it holds.
            let Cow::Borrowed(value) = value else {
                continue;
            };
            if name.eq_ignore_ascii_case(AUTHORIZATION) {
                found.authorization.get_or_insert(value);
            } else if name.eq_ignore_ascii_case(ANTI_CSRF) {
                found.anti_csrf.get_or_insert(value);
            } else if name.eq_ignore_ascii_case("cookie") {
                found.cookie_lines.push(Cow::Borrowed(value));
            }
        }
        found
    }

    /// Over a socket the jar is made from the lines. Rocket's local client has more in it, of which a header that it
    /// was given hides nothing.
    fn cookie_without_line(&self, name: &str) -> Option<&str> {
        let mut jar = self.cookies().iter();
        Some(jar.find(|cookie| cookie.name() == name)?.value())
    }
}

/// The names of the cookies in a line, as the jar decodes them.
fn names(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    line.split(';').map(|pair| {
        let name = pair.split('=').next().unwrap_or(pair).trim();
        percent_decoded(name)
    })
}

/// A cookie as it would stand in the header, where it is read with its percent signs decoded.
fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('%', "%25").replace(';', "%3B"))
}

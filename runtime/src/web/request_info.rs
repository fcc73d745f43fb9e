use std::borrow::Cow;

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
        let mut lines: Vec<_> = self.headers().get("cookie").map(Cow::Borrowed).collect();
        let sent = lines.len();
        for cookie in self.cookies().iter() {
            // Over a socket the jar is made from the lines. Rocket's local client has more in it, of which a
            // header that it was given hides nothing.
            if !lines[..sent].iter().any(|line| has(line, cookie.name())) {
                lines.push(pair(cookie.name(), cookie.value()).into());
            }
        }
        lines
    }
}

/// Whether a cookie of this name, as the jar decoded it, stands in the line.
fn has(line: &str, name: &str) -> bool {
    line.split(';').any(|pair| {
        let found = pair.split('=').next().unwrap_or(pair).trim();
        found == name
            || percent_decode_str(found)
                .decode_utf8()
                .is_ok_and(|found| found == name)
    })
}

/// A cookie as it would stand in the header, where it is read with its percent signs decoded.
fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('%', "%25").replace(';', "%3B"))
}

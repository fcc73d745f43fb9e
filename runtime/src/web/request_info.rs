use std::borrow::Cow;

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
        let lines: Vec<_> = self.headers().get("cookie").map(Cow::Borrowed).collect();
        if !lines.is_empty() {
            return lines;
        }
        // Rocket's local client fills the jar only.
        self.cookies()
            .iter()
            .map(|cookie| pair(cookie.name(), cookie.value()).into())
            .collect()
    }
}

/// A cookie as it would stand in the header, where it is read with its percent signs decoded.
fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('%', "%25").replace(';', "%3B"))
}

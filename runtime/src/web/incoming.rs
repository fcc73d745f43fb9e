use std::borrow::Cow;

use rocket::Request;
use rocket::http::Method;

use crate::transfer::Incoming;

/// Takes from Rocket's request what concerns the session.
pub(super) fn incoming<'r>(request: &'r Request<'_>) -> Incoming<'r> {
    let headers = request.headers();
    let mut cookies: Vec<Cow<'r, str>> = headers.get("cookie").map(Cow::Borrowed).collect();
    if cookies.is_empty() {
        // Rocket's local client fills the jar only.
        cookies.extend(
            request
                .cookies()
                .iter()
                .map(|cookie| pair(cookie.name(), cookie.value()).into()),
        );
    }
    Incoming {
        is_get: request.method() == Method::Get,
        cookies,
        authorization: headers.get_one("authorization"),
        auth_mode: headers.get_one("st-auth-mode"),
        rid: headers.get_one("rid"),
        anti_csrf: headers.get_one("anti-csrf"),
    }
}

/// A cookie as it would stand in the header, where it is read with its percent signs decoded.
fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('%', "%25").replace(';', "%3B"))
}

//! What a browser makes of a response, if the request has credentials (Fetch standard, "CORS check" and "CORS-preflight
//! fetch"). The front-end SDK sends credentials with every request.

use super::http::Response;
use crate::doctor::Finding;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
const ALLOW_HEADERS: &str = "access-control-allow-headers";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const EXPOSE_HEADERS: &str = "access-control-expose-headers";

/// Why a browser keeps a response from the front end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Missing,
    Wildcard,
    Origin(String),
    Credentials,
}

impl Trouble {
    /// All of them. A response without an origin is meant for nobody: nothing else is expected of it.
    pub(super) fn in_response(response: &Response, origin: &str) -> Vec<Self> {
        let of_origin = match response.allowed_origin() {
            None => return vec![Self::Missing],
            Some(allowed) if allowed == "*" => Some(Self::Wildcard),
            Some(allowed) if allowed != origin => Some(Self::Origin(allowed)),
            Some(_) => None,
        };
        let allows_credentials = response.header(ALLOW_CREDENTIALS).as_deref() == Some("true");
        let of_credentials = (!allows_credentials).then_some(Self::Credentials);
        of_origin.into_iter().chain(of_credentials).collect()
    }

    pub(super) fn into_finding(self, origin: &str) -> Finding {
        let origin = origin.to_owned();
        match self {
            Self::Missing => Finding::CorsMissing { origin },
            Self::Wildcard => Finding::CorsWildcard { origin },
            Self::Origin(allowed) => Finding::CorsOrigin {
                origin,
                allowed: Some(allowed),
            },
            Self::Credentials => Finding::CorsCredentials { origin },
        }
    }
}

impl Response {
    pub(super) fn allowed_origin(&self) -> Option<String> {
        self.header(ALLOW_ORIGIN)
    }

    /// Whether a browser would send the request after this response to its preflight, with these headers, but for
    /// troubles that are known already. `*` is no wildcard where there are credentials.
    pub(super) fn allows_headers(&self, origin: &str, known: &[Trouble], headers: &[&str]) -> bool {
        self.is_passed_preflight(origin, known)
            && headers.iter().all(|name| self.lists(ALLOW_HEADERS, name))
    }

    /// The same with this method. Methods are compared with their case, and some need not be listed.
    pub(super) fn allows_method(&self, origin: &str, known: &[Trouble], method: &str) -> bool {
        let list = self.header(ALLOW_METHODS).unwrap_or_default();
        let is_listed = || list.split(',').any(|listed| listed.trim() == method);
        let is_safe = matches!(method, "GET" | "HEAD" | "POST");
        self.is_passed_preflight(origin, known) && (is_safe || is_listed())
    }

    pub(super) fn allows_all_headers(&self) -> bool {
        self.lists(ALLOW_HEADERS, "*")
    }

    fn is_passed_preflight(&self, origin: &str, known: &[Trouble]) -> bool {
        let troubles = Trouble::in_response(self, origin);
        self.is_success() && troubles.iter().all(|trouble| known.contains(trouble))
    }
}

/// Those of these headers that the response has, and that the front end cannot read.
pub(super) fn hidden_headers(response: &Response, names: &[String]) -> Vec<String> {
    let is_hidden =
        |name: &&String| response.header(name).is_some() && !response.lists(EXPOSE_HEADERS, name);
    names.iter().filter(is_hidden).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://example.com";

    #[test]
    fn a_response_is_read_as_a_browser_reads_it() {
        let right = [(ALLOW_ORIGIN, ORIGIN), (ALLOW_CREDENTIALS, "true")];
        for (headers, expected) in [
            (&right[..], vec![]),
            (&right[1..], vec![Trouble::Missing]),
            (&right[..1], vec![Trouble::Credentials]),
            (
                &[(ALLOW_ORIGIN, ORIGIN), (ALLOW_CREDENTIALS, "True")],
                vec![Trouble::Credentials],
            ),
            (
                &[(ALLOW_ORIGIN, "*"), (ALLOW_CREDENTIALS, "true")],
                vec![Trouble::Wildcard],
            ),
            (
                &[(ALLOW_ORIGIN, "*")],
                vec![Trouble::Wildcard, Trouble::Credentials],
            ),
            (
                &[(ALLOW_ORIGIN, "https://example.com/"), right[1]],
                vec![Trouble::Origin("https://example.com/".to_owned())],
            ),
            // Two fairings.
            (
                &[right[0], right[0], right[1]],
                vec![Trouble::Origin(format!("{ORIGIN}, {ORIGIN}"))],
            ),
        ] {
            let response = Response::new(200, headers);
            assert_eq!(Trouble::in_response(&response, ORIGIN), expected);
        }
    }

    #[test]
    fn a_preflight_is_read_as_a_browser_reads_it() {
        let response = |status, headers, methods| {
            Response::new(
                status,
                &[
                    (ALLOW_ORIGIN, ORIGIN),
                    (ALLOW_CREDENTIALS, "true"),
                    (ALLOW_HEADERS, headers),
                    (ALLOW_METHODS, methods),
                ],
            )
        };
        let right = response(204, "RID, st-auth-mode", "PUT,DELETE");
        assert!(right.allows_headers(ORIGIN, &[], &["rid", "st-auth-mode"]));
        assert!(!right.allows_headers(ORIGIN, &[], &["rid", "auth-mode"]));
        assert!(
            right.allows_method(ORIGIN, &[], "DELETE")
                && !right.allows_method(ORIGIN, &[], "PATCH")
        );
        assert!(right.allows_method(ORIGIN, &[], "POST"));
        assert!(!right.allows_method("https://example.org", &[], "DELETE"));
        let elsewhere = "https://example.org";
        let known = [Trouble::Origin(ORIGIN.to_owned())];
        assert!(right.allows_headers(elsewhere, &known, &["rid"]));
        assert!(!right.allows_headers(elsewhere, &known, &["auth-mode"]));
        assert!(right.allows_method(elsewhere, &known, "DELETE"));
        let all = response(204, "*", "*");
        assert!(
            !all.allows_headers(ORIGIN, &[], &["rid"]) && !all.allows_method(ORIGIN, &[], "PUT")
        );
        assert!(all.allows_all_headers());
        let lost = response(404, "rid", "PUT");
        assert!(
            !lost.allows_headers(ORIGIN, &[], &["rid"]) && !lost.allows_method(ORIGIN, &[], "PUT")
        );
    }

    #[test]
    fn only_a_header_that_is_there_can_be_hidden() {
        let names = ["front-token", "st-access-token"].map(str::to_owned);
        let hidden = |headers: &[_]| hidden_headers(&Response::new(200, headers), &names);
        assert_eq!(hidden(&[]), [""; 0]);
        let tokens = [("front-token", "remove"), ("st-access-token", "")];
        assert_eq!(hidden(&tokens), names);
        let exposed = (EXPOSE_HEADERS, "Front-Token, x");
        assert_eq!(hidden(&[tokens[0], tokens[1], exposed]), names[1..]);
    }
}

//! Paths as settings name them.

use super::address::{Address, normal_path};
use super::domain::without_credentials;
use crate::error::ConfigError;

/// Normalises the path in `value`: no trailing slash (so the root is empty), dot segments resolved, query and
/// fragment dropped. Also takes a full URL or a domain with a path, of which only the path is kept.
pub(crate) fn normalise(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let path = match Kind::of(value.trim()) {
        Kind::Url(rest) => Address::parse(rest).map(|address| address.path),
        Kind::Domain(address) => Some(address.path),
        Kind::Path(path) if path.starts_with('/') => normal_path(path),
        Kind::Path(path) => normal_path(&format!("/{path}")),
    };
    let path = path.ok_or_else(|| ConfigError::Path {
        name,
        value: without_credentials(value),
    })?;
    Ok(path.strip_suffix('/').unwrap_or(&path).to_owned())
}

/// What somebody wrote where a path is asked for.
enum Kind<'a> {
    /// What stands behind the scheme.
    Url(&'a str),
    Domain(Address),
    Path(&'a str),
}

impl<'a> Kind<'a> {
    fn of(text: &'a str) -> Self {
        for scheme in ["http://", "https://"] {
            if let Some((start, rest)) = text.split_at_checked(scheme.len())
                && start.eq_ignore_ascii_case(scheme)
            {
                return Self::Url(rest);
            }
        }
        let is_domain =
            |address: &Address| address.host.contains('.') || address.host.starts_with("localhost");
        match Address::parse(text).filter(is_domain) {
            Some(address) => Self::Domain(address),
            None => Self::Path(text),
        }
    }
}

/// The same for a path that stands in a cookie, where `;` would end it.
pub(crate) fn of_cookie(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let path = normalise(name, value)?;
    if path.contains(';') {
        return Err(ConfigError::CookiePath { name, path });
    }
    Ok(path)
}

/// The same for a path below which Rocket serves routes. It compares their paths as written with those of the
/// requests as decoded, so what a browser encodes (a space, `ä`, `<x>`) or shortens (`//`) never matches.
pub(crate) fn of_routes(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let path = of_cookie(name, value)?;
    if path.contains("//") || path.ends_with('/') || !path.bytes().all(is_served) {
        return Err(ConfigError::Mount { path });
    }
    Ok(path)
}

/// What may stand in a URL's path as it is (RFC 3986, `pchar`).
fn is_served(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,=:@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_as_the_other_sdks() {
        for (given, expected) in [
            ("", ""),
            ("/", ""),
            ("auth", "/auth"),
            ("/auth/", "/auth"),
            ("/Auth/One//", "/Auth/One/"),
            ("/a/../b/./c", "/b/c"),
            ("/auth?x=1#y", "/auth"),
            ("https://api.example.com/auth/", "/auth"),
            ("http://api.example.com", ""),
            ("api.example.com/appid-x", "/appid-x"),
            ("localhost:4000/auth", "/auth"),
            ("/.netlify/functions/api", "/.netlify/functions/api"),
            ("127.0.0.1:4000/one/two", "/one/two"),
        ] {
            assert_eq!(
                normalise("api_base_path", given).expect("valid"),
                expected,
                "{given}"
            );
        }
    }
    #[test]
    fn refuses_what_a_browser_would_not_find_again() {
        for given in [
            "/a b", "/äuth", "/<x>", "/a%2Fb", "/a//b", "/auth//", "/a;b", "/a|b", "/[a]",
        ] {
            let error = of_routes("api_base_path", given)
                .expect_err(given)
                .to_string();
            assert!(error.contains("api_base_path"), "{error}");
        }
        assert_eq!(
            of_cookie("access_token_path", "/a b").expect("a path"),
            "/a%20b"
        );
        assert!(of_cookie("access_token_path", "/a;b").is_err());
    }
}

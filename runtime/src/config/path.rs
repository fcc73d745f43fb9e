//! Paths as settings name them.

use url::Url;

use super::domain::without_credentials;
use crate::error::ConfigError;

/// Normalises the path in `value`: no trailing slash (so the root is empty), dot segments resolved, query and
/// fragment dropped. Also takes a full URL or a domain with a path, of which only the path is kept.
pub(crate) fn normalise(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let text = value.trim();
    let lower = text.to_lowercase();
    if let Some(url) = has_scheme(&lower).then(|| Url::parse(text).ok()).flatten() {
        return Ok(without_slash(url.path()));
    }
    if !has_scheme(&lower)
        && (is_domain(&lower) || lower.starts_with("localhost"))
        && let Ok(url) = Url::parse(&format!("http://{text}"))
    {
        return Ok(without_slash(url.path()));
    }
    let slash = if text.starts_with('/') { "" } else { "/" };
    match Url::parse(&format!("http://example.com{slash}{text}")) {
        Ok(url) => Ok(without_slash(url.path())),
        Err(_) => Err(ConfigError::Path {
            name,
            value: without_credentials(value),
        }),
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

fn has_scheme(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn is_domain(text: &str) -> bool {
    let has_dotted_host = |url: Url| url.host_str().is_some_and(|host| host.contains('.'));
    text.contains('.')
        && !text.starts_with('/')
        && (Url::parse(text).is_ok_and(has_dotted_host)
            || Url::parse(&format!("http://{text}")).is_ok_and(has_dotted_host))
}

fn without_slash(path: &str) -> String {
    path.strip_suffix('/').unwrap_or(path).to_owned()
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

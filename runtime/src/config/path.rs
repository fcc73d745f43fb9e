use url::Url;

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
            value: value.to_owned(),
        }),
    }
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
}

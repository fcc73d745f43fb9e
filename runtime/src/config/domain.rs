//! Domains as settings name them: scheme, host and port.

use std::net::Ipv4Addr;

use url::Url;

use crate::error::ConfigError;

/// Scheme, host and port, normalised as the other SDKs do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain {
    text: String,
    host: String,
}

impl Domain {
    /// Reads the value of the setting `name`. A missing scheme is http for `localhost` and IPv4
    /// addresses, https for the rest; path, query and fragment are dropped.
    pub(crate) fn parse(name: &'static str, value: &str) -> Result<Self, ConfigError> {
        let invalid = || ConfigError::Domain {
            name,
            value: without_credentials(value),
        };
        let text = value.trim().to_lowercase();
        let has_scheme = ["http://", "https://", "supertokens://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if has_scheme {
            let url = Url::parse(&text).map_err(|_| invalid())?;
            return Self::from_url(url.scheme(), &url).ok_or_else(invalid);
        }
        if text.starts_with('/') {
            return Err(invalid());
        }
        let text = text.strip_prefix('.').unwrap_or(&text);
        if !text.contains('.') && !text.starts_with("localhost") {
            return Err(invalid());
        }
        let read = |scheme| Url::parse(&format!("{scheme}://{text}")).map_err(|_| invalid());
        let url = read("https")?;
        // Read again, because each scheme has its own default port, which is left out.
        let url = match url.host_str().is_some_and(is_local_or_ip) {
            true => read("http")?,
            false => url,
        };
        Self::from_url(url.scheme(), &url).ok_or_else(invalid)
    }

    fn from_url(scheme: &str, url: &Url) -> Option<Self> {
        // They would not be sent, although the user relies on them.
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        // Percent signs are written in capitals.
        let host = url.host_str()?.to_lowercase();
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        Some(Self {
            text: format!("{scheme}://{host}{port}"),
            host,
        })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn is_https(&self) -> bool {
        self.text.starts_with("https")
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The text for an error: some write a password before the host.
pub(super) fn without_credentials(value: &str) -> String {
    match value.rsplit_once('@') {
        Some((_, host)) => format!("..@{host}"),
        None => value.to_owned(),
    }
}

/// Hosts that count as one site whatever their port: anything that begins with `localhost`, any IPv4 address.
pub(crate) fn is_local_or_ip(host: &str) -> bool {
    host.starts_with("localhost") || host.parse::<Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(value: &str) -> Option<String> {
        Domain::parse("api_domain", value)
            .ok()
            .map(|domain| domain.text)
    }

    #[test]
    fn normalises_as_the_other_sdks() {
        for (given, expected) in [
            ("http://api.example.com", "http://api.example.com"),
            (
                " HTTPS://API.example.com:443/path?q=1#f ",
                "https://api.example.com",
            ),
            ("http://localhost.org", "http://localhost.org"),
            ("localhost", "http://localhost"),
            ("localhost:4000", "http://localhost:4000"),
            ("localhost:80", "http://localhost"),
            ("127.0.0.1:443", "http://127.0.0.1:443"),
            ("api.example.com:443", "https://api.example.com"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://127.0.0.1:80", "https://127.0.0.1:80"),
            (".example.com", "https://example.com"),
            ("api.example.com/one/two", "https://api.example.com"),
            (
                "supertokens://api.example.com/x",
                "supertokens://api.example.com",
            ),
        ] {
            assert_eq!(normalised(given).as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn a_password_is_refused_and_not_shown() {
        for given in ["http://me:pass@core.example.com", "http://me:pass@ word"] {
            let error = Domain::parse("connection_uri", given).expect_err("a password");
            assert!(!format!("{error} {error:?}").contains("pass"), "{error}");
        }
    }

    #[test]
    fn refuses_what_is_no_domain() {
        for given in [
            "",
            "/auth",
            "http",
            "http://",
            ".",
            "https:///",
            "exa mple.com",
        ] {
            assert_eq!(normalised(given), None, "{given}");
        }
    }
}

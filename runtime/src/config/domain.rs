//! Domains as settings name them: scheme, host and port.

use std::net::Ipv4Addr;

use super::address::Address;
use crate::error::ConfigError;

/// What an address may begin with, and the port that is then left out.
const SCHEMES: [(&str, Option<u16>); 3] = [
    ("http://", Some(80)),
    ("https://", Some(443)),
    ("supertokens://", None),
];

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
        for (scheme, default_port) in SCHEMES {
            if let Some(rest) = text.strip_prefix(scheme) {
                let address = Address::parse(rest).ok_or_else(invalid)?;
                return Ok(Self::new(scheme, default_port, address));
            }
        }
        if text.starts_with('/') {
            return Err(invalid());
        }
        let text = text.strip_prefix('.').unwrap_or(&text);
        if !text.contains('.') && !text.starts_with("localhost") {
            return Err(invalid());
        }
        let address = Address::parse(text).ok_or_else(invalid)?;
        let [http, https, _] = SCHEMES;
        let (scheme, default_port) = match is_local_or_ip(&address.host) {
            true => http,
            false => https,
        };
        Ok(Self::new(scheme, default_port, address))
    }

    fn new(scheme: &str, default_port: Option<u16>, address: Address) -> Self {
        let host = address.host;
        let port = match address.port {
            Some(port) if Some(port) != default_port => format!(":{port}"),
            _ => String::new(),
        };
        Self {
            text: format!("{scheme}{host}{port}"),
            host,
        }
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        let (_, authority) = self.text.split_once("://").unwrap_or_default();
        authority
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
            "https://bücher.example",
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

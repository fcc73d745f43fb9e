//! Domains of cookies.

use super::address::Address;
use super::domain::is_local_or_ip;
use crate::error::ConfigError;

/// Normalises a cookie domain: a host in lower case, with a leading dot where one was given and it makes sense.
pub(crate) fn normalise(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let invalid = || ConfigError::CookieDomain {
        name,
        value: value.to_owned(),
    };
    let text = value.trim().to_lowercase();
    let (dot, text) = match text.strip_prefix('.') {
        Some(rest) => (".", rest),
        None => ("", text.as_str()),
    };
    let without_scheme = ["http://", "https://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let address = Address::parse(without_scheme.unwrap_or(text)).ok_or_else(invalid)?;
    let host = address.host;
    // A cookie belongs to a name or an IPv4 address.
    if host.starts_with('[') {
        return Err(invalid());
    }
    let dot = if host == "localhost" || (is_local_or_ip(&host) && !host.starts_with("localhost")) {
        ""
    } else {
        dot
    };
    Ok(format!("{dot}{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_as_the_other_sdks() {
        for (given, expected) in [
            ("api.example.com", "api.example.com"),
            (" .Example.com ", ".example.com"),
            ("https://api.example.com:3000/x", "api.example.com"),
            (".http://example.com", ".example.com"),
            (".localhost", "localhost"),
            ("localhost:8000", "localhost"),
            (".127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(
                normalise("cookie_domain", given).expect("valid"),
                expected,
                "{given}"
            );
        }
        for given in ["", ".", "http://", "a b", "a.com;Secure", "[::1]"] {
            assert!(normalise("cookie_domain", given).is_err(), "{given}");
        }
    }
}

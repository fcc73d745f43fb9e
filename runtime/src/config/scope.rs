//! Domains of cookies.

use super::address::Address;
use super::domain::{Domain, is_local_or_ip};
use super::site::{Site, is_public_suffix};
use crate::error::ConfigError;

/// The normalised domain of the setting `name`, if browsers take cookies for it from the API's host.
pub(super) fn of_cookies(
    name: &'static str,
    value: &str,
    api: &Domain,
) -> Result<String, ConfigError> {
    let domain = normalise(name, value)?;
    let host = api.host();
    let suggestion = || match Site::of("api_domain", api) {
        Ok(Site::Registrable(site)) => format!(".{site}"),
        _ => host.to_owned(),
    };
    let bare = domain.strip_prefix('.').unwrap_or(&domain);
    if is_public_suffix(bare) {
        return Err(ConfigError::CookieDomainSuffix {
            name,
            suggestion: suggestion(),
            domain,
        });
    }
    let above = host
        .strip_suffix(bare)
        .filter(|rest| !is_local_or_ip(host) || rest.is_empty());
    match above {
        Some(above) if above.is_empty() || above.ends_with('.') => Ok(domain),
        _ => Err(ConfigError::CookieDomainElsewhere {
            name,
            suggestion: suggestion(),
            domain,
            host: host.to_owned(),
        }),
    }
}

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

    fn of_host(value: &str, api: &str) -> Result<String, String> {
        let api = Domain::parse("api_domain", api).expect("a domain");
        of_cookies("cookie_domain", value, &api).map_err(|error| error.to_string())
    }

    #[test]
    fn the_host_of_the_api_is_within_the_domain() {
        for (value, api) in [
            (".example.com", "https://api.example.com"),
            ("example.com", "https://example.com"),
            ("api.example.com", "https://API.example.com:8443"),
            ("one.herokuapp.com", "https://one.herokuapp.com"),
            ("localhost", "http://localhost:8000"),
            ("127.0.0.1", "http://127.0.0.1:8000"),
            (".corp.internal", "http://api.corp.internal"),
        ] {
            assert!(of_host(value, api).is_ok(), "{value}");
        }
        assert_eq!(
            of_host(".example.org", "https://api.example.com"),
            Err(
                "`cookie_domain` is \".example.org\", which does not contain the host of `api_domain`, \
                 \"api.example.com\": browsers drop such cookies. Write a domain that contains it, such as \
                 \".example.com\", or remove the setting"
                    .to_owned()
            )
        );
        for (value, api) in [
            ("ample.com", "https://api.example.com"),
            ("www.example.com", "https://api.example.com"),
            ("a.api.example.com", "https://api.example.com"),
            ("7.0.0.1", "http://127.0.0.1"),
            ("localhost", "http://127.0.0.1:8000"),
            ("example.com", "http://localhost:8000"),
        ] {
            let error = of_host(value, api).expect_err(value);
            assert!(error.contains("does not contain the host"), "{error}");
        }
    }

    #[test]
    fn a_public_suffix_is_nobodys_domain() {
        assert_eq!(
            of_host(".co.uk", "https://api.example.co.uk"),
            Err(
                "`cookie_domain` is \".co.uk\", below which anyone can have a site: browsers drop such cookies. \
                 Write your own domain, such as \".example.co.uk\", or remove the setting"
                    .to_owned()
            )
        );
        for (value, api) in [
            ("com", "https://api.example.com"),
            ("herokuapp.com", "https://one.herokuapp.com"),
        ] {
            let error = of_host(value, api).expect_err(value);
            assert!(error.contains("below which anyone"), "{error}");
        }
    }

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

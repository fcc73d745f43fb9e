//! Domains of cookies.

use std::net::Ipv4Addr;

use super::address::Address;
use super::domain::Domain;
#[cfg(feature = "testing")]
use super::settings::Settings;
use super::site::{has_public_name, is_public_suffix};
use crate::error::ConfigError;

/// The normalised domain of the setting `name`, if browsers take cookies for it from the API's host. On a developer's
/// machine it may be that of production, which is a finding of its own.
pub(super) fn of_cookies(
    name: &'static str,
    value: &str,
    api: &Domain,
) -> Result<String, ConfigError> {
    let domain = normalise(name, value)?;
    let host = api.host();
    if is_public_suffix(bare(&domain)) {
        return Err(ConfigError::CookieDomainSuffix {
            name,
            suggestion: suggestion(host),
            domain,
        });
    }
    if has_public_name(api) && !contains(&domain, host) {
        return Err(ConfigError::CookieDomainElsewhere {
            name,
            suggestion: suggestion(host),
            domain,
            host: host.to_owned(),
        });
    }
    Ok(domain)
}

/// Whether browsers take cookies for the normalised `domain` from this host.
pub(super) fn contains(domain: &str, host: &str) -> bool {
    match host.strip_suffix(bare(domain)) {
        Some("") => true,
        // Addresses have no domain above them.
        Some(above) => above.ends_with('.') && !is_address(host),
        None => false,
    }
}

/// Without the dot that some write before it.
fn bare(domain: &str) -> &str {
    domain.strip_prefix('.').unwrap_or(domain)
}

/// An `api_domain` whose cookies can have the domains of `settings`, where they have one. The longer of the two is
/// within the other.
#[cfg(feature = "testing")]
pub(crate) fn api_domain_that_fits(settings: &Settings) -> Option<String> {
    let domains = [&settings.cookie_domain, &settings.older_cookie_domain];
    let given = domains.into_iter().flatten();
    let domains = given.filter_map(|text| normalise("cookie_domain", text).ok());
    let longest = domains.max_by_key(|domain| bare(domain).len())?;
    let host = bare(&longest);
    let scheme = match host == "localhost" || is_address(host) {
        true => "http",
        false => "https",
    };
    Some(format!("{scheme}://{host}"))
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

fn suggestion(host: &str) -> String {
    match psl::domain_str(host).filter(|_| !is_address(host)) {
        Some(site) => format!(".{site}"),
        None => host.to_owned(),
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
    let dot = match host == "localhost" || is_address(&host) {
        true => "",
        false => dot,
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
            // Names like any other, whatever they begin with.
            (".company.com", "https://localhost.company.com:8443"),
            (".company.com", "https://localhost-api.company.com"),
            ("localhost", "http://app.localhost:8000"),
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
            ("8.8.4.4", "https://8.8.8.8"),
            ("other.com", "https://localhost.company.com"),
        ] {
            let error = of_host(value, api).expect_err(value);
            assert!(error.contains("does not contain the host"), "{error}");
        }
    }

    #[test]
    fn only_names_that_strangers_can_reach_need_a_domain_above_them() {
        for api in [
            "http://localhost:8000",
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
            "http://192.168.1.4",
            "http://host.docker.internal:8000",
            "http://backend",
        ] {
            let domain = of_host(".example.com", api);
            assert_eq!(domain.as_deref(), Ok(".example.com"), "{api}");
        }
        assert!(!contains("0.0.1", "127.0.0.1"));
        assert!(!contains("ocalhost", "localhost"));
        assert!(contains("localhost", "localhost"));
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

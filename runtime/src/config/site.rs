//! Which hosts are one site for browsers.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::domain::{Domain, is_local_or_ip};
use crate::error::ConfigError;

/// The part of a host that browsers call its site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Site {
    /// `localhost` and IPv4 addresses: all one site.
    Local,
    /// The registrable domain, by the public suffix list with its private section. A suffix that is in no list counts
    /// as one label, so that `api.shop.test` and `www.shop.test` are one site. A host without a dot, or an IPv6
    /// address, is a site of its own.
    Registrable(String),
}

impl Site {
    /// The site of the setting `name`. A public suffix has no site, so no application can have it as its host.
    pub(crate) fn of(name: &'static str, domain: &Domain) -> Result<Self, ConfigError> {
        let host = domain.host();
        if is_local_or_ip(host) {
            return Ok(Self::Local);
        }
        match psl::domain_str(host) {
            Some(registrable) => Ok(Self::Registrable(registrable.to_owned())),
            None if is_public_suffix(host) => Err(ConfigError::NoSite {
                name,
                host: host.to_owned(),
            }),
            None => Ok(Self::Registrable(host.to_owned())),
        }
    }

    pub(crate) fn is_local(&self) -> bool {
        matches!(self, Self::Local)
    }
}

/// Whether others may read the traffic between this host and its clients. They may not on this machine, in a private
/// network, or under a name that exists only in such networks.
pub(super) fn is_public(domain: &Domain) -> bool {
    let host = domain.host();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return !(address.is_loopback() || address.is_private() || address.is_link_local());
    }
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<Ipv6Addr>() {
        return !(address.is_loopback()
            || address.is_unique_local()
            || address.is_unicast_link_local());
    }
    !host.starts_with("localhost") && is_listed(host)
}

/// Whether the host is public, or has a name that could be. A name such as `localhost.example.com` often means the
/// developer's own machine, and is below a domain all the same.
pub(super) fn has_public_name(domain: &Domain) -> bool {
    is_public(domain) || is_listed(domain.host())
}

/// Whether anyone can register a name below this one, so that browsers keep no cookies for it. Amazon's list has whole
/// hosts, which are none.
pub(super) fn is_public_suffix(host: &str) -> bool {
    psl::domain_str(host).is_none() && is_listed(host) && !host.ends_with(".amazonaws.com")
}

/// Whether the host ends with a suffix below which anyone can register a name.
fn is_listed(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(domain: &str) -> Option<Site> {
        Site::of(
            "api_domain",
            &Domain::parse("api_domain", domain).expect("a domain"),
        )
        .ok()
    }

    #[test]
    fn follows_the_list_with_its_private_section() {
        for (domain, expected) in [
            ("https://api.example.com", "example.com"),
            ("https://a.b.example.co.uk", "example.co.uk"),
            ("https://one.herokuapp.com", "one.herokuapp.com"),
            ("https://me.github.io", "me.github.io"),
        ] {
            assert_eq!(
                site(domain),
                Some(Site::Registrable(expected.to_owned())),
                "{domain}"
            );
        }
    }

    #[test]
    fn hosts_that_no_list_has_share_a_site_with_their_neighbours() {
        for (domain, expected) in [
            ("http://printer.local", "printer.local"),
            ("http://api.dev.local", "dev.local"),
            ("https://api.myapp.test", "myapp.test"),
            ("https://nas.lan", "nas.lan"),
            ("https://api.example", "api.example"),
            ("http://api.corp.internal:8000", "corp.internal"),
            ("http://app.localhost:8000", "app.localhost"),
            ("http://host.docker.internal:8000", "docker.internal"),
            ("http://api.shop.svc.cluster.local", "cluster.local"),
            ("http://backend:8000", "backend"),
            ("http://[::1]:8000", "[::1]"),
        ] {
            assert_eq!(
                site(domain),
                Some(Site::Registrable(expected.to_owned())),
                "{domain}"
            );
        }
    }

    #[test]
    fn local_hosts_are_one_site() {
        for domain in [
            "http://localhost:3000",
            "http://localhost.test",
            "http://192.168.1.4",
        ] {
            assert_eq!(site(domain), Some(Site::Local), "{domain}");
        }
    }

    #[test]
    fn public_hosts_are_those_that_strangers_can_reach() {
        let public = |value| is_public(&Domain::parse("api_domain", value).expect("a domain"));
        for domain in [
            "http://api.example.com",
            "http://8.8.8.8",
            "http://[2001:db8::1]",
        ] {
            assert!(public(domain), "{domain}");
        }
        for domain in [
            "http://localhost:8000",
            "http://app.localhost",
            "http://127.0.0.1",
            "http://192.168.1.4:8000",
            "http://[::1]",
            "http://[fd00::1]",
            "http://nas.lan",
            "http://host.docker.internal",
            "http://backend:8000",
        ] {
            assert!(!public(domain), "{domain}");
        }
    }

    #[test]
    fn a_public_suffix_has_no_site() {
        for domain in ["https://co.uk", "https://github.io"] {
            assert_eq!(site(domain), None, "{domain}");
        }
        let host = "ec2-1-2-3-4.compute-1.amazonaws.com";
        let site = site(&format!("https://{host}"));
        assert_eq!(site, Some(Site::Registrable(host.to_owned())));
    }
}

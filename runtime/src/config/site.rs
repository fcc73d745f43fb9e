use super::domain::{Domain, is_local_or_ip};
use crate::error::ConfigError;

/// The part of a host that browsers call its site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Site {
    /// `localhost` and IPv4 addresses: all one site.
    Local,
    /// The registrable domain, by the public suffix list with its private section.
    Registrable(String),
}

impl Site {
    /// The site of the setting `name`.
    pub(crate) fn of(name: &'static str, domain: &Domain) -> Result<Self, ConfigError> {
        let host = domain.host();
        if is_local_or_ip(host) {
            return Ok(Self::Local);
        }
        let listed = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
        if let (true, Some(registrable)) = (listed, psl::domain_str(host)) {
            return Ok(Self::Registrable(registrable.to_owned()));
        }
        // A whole host may be a suffix on Amazon's list; `.local` names exist in no list.
        let whole_host =
            (listed && host.ends_with(".amazonaws.com")) || (!listed && host.ends_with(".local"));
        if whole_host {
            return Ok(Self::Registrable(host.to_owned()));
        }
        Err(ConfigError::NoSite {
            name,
            host: host.to_owned(),
        })
    }

    pub(crate) fn is_local(&self) -> bool {
        matches!(self, Self::Local)
    }
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
            ("http://printer.local", "printer.local"),
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
    fn a_bare_suffix_has_no_site() {
        assert_eq!(site("https://co.uk"), None);
        assert_eq!(site("http://[::1]:8000"), None);
    }
}

//! Settings that work but are dangerous together. They do not stop the launch.

use super::Config;
use super::choices::{AntiCsrf, SameSite};
use super::domain::Domain;
use super::scope::contains;
use super::site::is_public;
use super::transfer::{both_local, derived_same_site};
use crate::doctor::Finding;

impl Config {
    /// What the user should know before the first request.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let api = &self.app.api_domain;
        let transfer = self.transfer.without_request();
        let cases = [
            (!api.is_https() && is_public(api)).then(|| Finding::PublicHttp {
                host: api.authority().to_owned(),
            }),
            (api.is_https() && !transfer.secure).then_some(Finding::CookieSecureOff),
            self.website()
                .and_then(|website| self.lost_cookies(website)),
            (transfer.same_site == SameSite::None
                && self.chosen_anti_csrf() == Some(AntiCsrf::None))
            .then_some(Finding::NoAntiCsrf),
            (self.core.connect_timeout > self.core.request_timeout)
                .then_some(Finding::ConnectTimeoutTooLong),
        ];
        cases
            .into_iter()
            .flatten()
            .chain(self.dropped_cookies())
            .chain(self.readable_api_key())
            .collect()
    }

    /// The front end, where it does not depend on the request.
    pub(crate) fn website(&self) -> Option<&Domain> {
        self.app.website_domain.as_ref()
    }

    /// Why browsers would not keep the session cookies, or not send them.
    fn lost_cookies(&self, website: &Domain) -> Option<Finding> {
        let api = &self.app.api_domain;
        let transfer = self.transfer.without_request();
        let chosen = self.transfer.chosen_same_site;
        let other_site = || derived_same_site(api, website).is_ok_and(|it| it == SameSite::None);
        match transfer.same_site {
            SameSite::None if transfer.secure => None,
            SameSite::None if both_local(api, website) || !other_site() => {
                Some(Finding::SameSiteNoneHttp {
                    chosen: chosen.is_some() && !other_site(),
                })
            }
            SameSite::None => Some(Finding::CrossSiteHttp),
            SameSite::Lax | SameSite::Strict if other_site() => Some(Finding::SameSiteOtherSite {
                same_site: transfer.same_site.to_string(),
            }),
            // For us they are one site, as for the other SDKs, and for browsers they are not.
            SameSite::Lax | SameSite::Strict
                if both_local(api, website) && api.host() != website.host() =>
            {
                Some(Finding::LocalHostsDiffer {
                    api: api.host().to_owned(),
                    website: website.host().to_owned(),
                })
            }
            SameSite::Lax | SameSite::Strict => None,
        }
    }

    /// The cookie domains that do not contain the API's host. Where strangers can reach it, they stop the launch.
    fn dropped_cookies(&self) -> impl Iterator<Item = Finding> {
        let host = self.app.api_domain.host();
        let transfer = self.transfer.without_request();
        let domains = [
            ("cookie_domain", &transfer.cookie_domain),
            ("older_cookie_domain", &transfer.older_cookie_domain),
        ];
        domains.into_iter().filter_map(move |(name, domain)| {
            // Empty: those of the host alone.
            let domain = domain.as_deref().filter(|domain| !domain.is_empty())?;
            (!contains(domain, host)).then(|| Finding::CookieDomainElsewhere {
                name,
                domain: domain.to_owned(),
                host: host.to_owned(),
            })
        })
    }

    /// The hosts of the core to which strangers can see the API key go.
    fn readable_api_key(&self) -> impl Iterator<Item = Finding> {
        let hosts = self.core.api_key.as_ref().map(|_| &self.core.hosts);
        let domains = hosts.into_iter().flatten();
        let domains = domains.filter_map(|host| Domain::parse("connection_uri", &host.domain).ok());
        domains
            .filter(|domain| !domain.is_https() && is_public(domain))
            .map(|domain| Finding::ApiKeyOverHttp {
                host: domain.authority().to_owned(),
            })
    }
}

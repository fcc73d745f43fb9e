//! Whether every host of the core responds as it should.

use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use http::header::{AGE, DATE};
use http::{HeaderMap, Method, StatusCode};

use super::attempt::{Attempt, Trouble};
use super::client::Querier;
use super::clock_skew::ClockSkew;
use super::deadline::Deadline;
use super::request::url;
use super::send::parse;
use super::transport::CoreRequest;
use crate::cdi::{ApiVersionsResponse, DYNAMIC_KEY, JWKS_PATH, Jwks, STATIC_KEY};
use crate::config::{CoreHost, Domain};
use crate::doctor::Finding;
use crate::error::{CoreError, HostFailureKind};

/// What a host that can be used has told.
struct Told {
    /// Whether there are keys that rotate, and keys that stay.
    dynamic_keys: bool,
    static_keys: bool,
    skew: Option<ClockSkew>,
}

impl Querier {
    /// What is wrong with the hosts of the core, each asked by itself. Many callers share one look, and a look counts
    /// for a few seconds.
    pub(crate) async fn recently_checked_hosts(&self) -> Vec<Finding> {
        let look = || self.check_hosts();
        let recent = &self.recent_check;
        recent.or_look(&self.clock, self.deadline(), look).await
    }

    /// Asks every host for its versions, which needs the API key, and for its public keys. Normal calls go to any host
    /// that responds, so that a host that does not respond would go unnoticed. All hosts together have
    /// `request_timeout`.
    async fn check_hosts(&self) -> Vec<Finding> {
        let hosts = &self.config.core.hosts;
        let deadline = self.deadline();
        let mut told = Vec::new();
        for (n, host) in hosts.iter().enumerate() {
            let share = Deadline::after(deadline.share(hosts.len() - n));
            told.push((host, self.check_host(host, share).await));
        }
        let mut findings = Vec::new();
        for (host, result) in &told {
            match result {
                Ok(told) => findings.extend(self.judge(host, told)),
                Err(error) => {
                    let others = told.iter().any(|(_, result)| is_there(result));
                    findings.push(self.of_error(host, error, others).await);
                }
            }
        }
        findings
    }

    async fn check_host(&self, host: &CoreHost, deadline: Deadline) -> Result<Told, CoreError> {
        let message = self.ask_for_versions();
        let path = || message.path.clone();
        // Once: who is busy is not asked again here.
        let attempt = message.attempt(host, 1, deadline.left());
        let response = self.deliver(attempt, &message).await;
        let response = response.map_err(|trouble| as_error(trouble, path()))?;
        let offer: ApiVersionsResponse = parse(&message.path, &response.body)?;
        self.choose(&[offer.versions])?;

        let attempt = Attempt {
            host,
            path: JWKS_PATH,
            route: JWKS_PATH,
            number: 1,
            time: deadline.left(),
        };
        let sent = self.clock.since_1970();
        let request = || CoreRequest::get(url(host, JWKS_PATH));
        let response = self.attempt(attempt, &Method::GET, request).await;
        let received = self.clock.since_1970();
        let response = response.map_err(|trouble| as_error(trouble, JWKS_PATH.to_owned()))?;
        let jwks: Jwks = parse(JWKS_PATH, &response.body)?;
        self.refuse_test_keys(&jwks)?;
        let has_kind = |prefix| {
            let names = jwks.keys.iter().filter_map(|key| key.kid.as_deref());
            names.into_iter().any(|kid| kid.starts_with(prefix))
        };
        let told = Told {
            dynamic_keys: has_kind(DYNAMIC_KEY),
            static_keys: has_kind(STATIC_KEY),
            skew: date(&response.headers).and_then(|core| ClockSkew::of(core, sent, received)),
        };
        match told.dynamic_keys || told.static_keys {
            true => Ok(told),
            false => Err(CoreError::NoUsableKey),
        }
    }

    fn judge(&self, host: &CoreHost, told: &Told) -> impl Iterator<Item = Finding> {
        let host = || host.domain.clone();
        let dynamic = self.config.session.use_dynamic_signing_key;
        let has_kind = match dynamic {
            true => told.dynamic_keys,
            false => told.static_keys,
        };
        let no_key = (!has_kind).then(|| Finding::NoKeyOfKind {
            host: host(),
            dynamic,
        });
        let skew = told.skew.map(|skew| Finding::ClockSkew {
            host: host(),
            by: skew.by,
            behind: skew.behind,
        });
        no_key.into_iter().chain(skew)
    }

    async fn of_error(&self, host: &CoreHost, error: &CoreError, others_respond: bool) -> Finding {
        let (name, error) = (host.domain.clone(), error.clone());
        match &error {
            CoreError::Status { status, .. } if *status == StatusCode::UNAUTHORIZED => {
                Finding::ApiKeyRefused {
                    host: name,
                    given: self.config.core.api_key.is_some(),
                }
            }
            CoreError::TestKey { key_id } => Finding::CoreOfTest {
                host: name,
                key_id: key_id.clone(),
            },
            CoreError::Incompatible { .. } => Finding::CoreIncompatible { host: name, error },
            CoreError::RateLimited { .. } => Finding::CoreBusy { host: name },
            CoreError::Unreachable(_) => match self.only_ipv6(host, &error).await {
                Some(address) => Finding::LocalhostIpv6 {
                    instead: with_ipv4(host),
                    host: name,
                    others_respond,
                    address: address.to_string(),
                },
                None => Finding::CoreUnreachable {
                    host: name,
                    others_respond,
                    error,
                },
            },
            _ => Finding::CoreUnexpected { host: name, error },
        }
    }

    /// What `localhost` stands for, if nothing listens there and it has no IPv4 address.
    async fn only_ipv6(&self, host: &CoreHost, error: &CoreError) -> Option<IpAddr> {
        let CoreError::Unreachable(failures) = error else {
            return None;
        };
        let is_refused = |kind| matches!(kind, HostFailureKind::Refused | HostFailureKind::Connect);
        let domain = Domain::parse("connection_uri", &host.domain).ok()?;
        if domain.host() != "localhost" || !failures.iter().all(|it| is_refused(it.kind)) {
            return None;
        }
        let addresses = self.transport.addresses(domain.host()).await;
        let first = addresses.first()?;
        addresses.iter().all(IpAddr::is_ipv6).then_some(*first)
    }
}

fn is_there(result: &Result<Told, CoreError>) -> bool {
    matches!(result, Ok(_) | Err(CoreError::RateLimited { .. }))
}

fn as_error(trouble: Trouble, path: String) -> CoreError {
    match trouble {
        Trouble::Final(error) => error,
        Trouble::Host(failure) => CoreError::Unreachable(vec![failure]),
        Trouble::Busy => CoreError::RateLimited { path },
    }
}

/// The host as `connection_uri` would name it.
fn with_ipv4(host: &CoreHost) -> String {
    let domain = host.domain.replacen("//localhost", "//127.0.0.1", 1);
    format!("{domain}{}", host.base_path)
}

/// As the time since 1970.
fn date(headers: &HeaderMap) -> Option<Duration> {
    // A response from a cache has the time at which it was put there.
    if headers.contains_key(AGE) {
        return None;
    }
    let text = headers.get(DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(text).ok()?;
    date.duration_since(UNIX_EPOCH).ok()
}

#[cfg(test)]
mod tests;

//! The keys that the core publishes.

use std::time::Duration;

use http::header::CACHE_CONTROL;
use http::{HeaderMap, Method};

use super::attempt::{Attempt, Trouble};
use super::client::Querier;
use super::request::url;
use super::send::parse;
use super::transport::CoreRequest;
use super::troubles::Troubles;
use crate::cdi::{JWKS_PATH, Jwks};
use crate::error::CoreError;

/// The core's public keys as it publishes them.
pub(crate) struct PublicKeys {
    pub(crate) keys: Jwks,
    /// The core's text of the keys.
    pub(crate) json: String,
    /// How long the keys may be cached, if the core says it.
    pub(crate) max_age: Option<Duration>,
}

impl Querier {
    /// Fetches the core's public keys from the first host, in the configured order, whose keys `read` can use.
    pub(crate) async fn public_keys<T>(
        &self,
        read: impl Fn(PublicKeys) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let hosts = &self.config.core.hosts;
        let deadline = self.deadline();
        let mut troubles = Troubles::default();
        for (n, host) in hosts.iter().enumerate() {
            let attempt = Attempt {
                host,
                path: JWKS_PATH,
                route: JWKS_PATH,
                number: n + 1,
                time: deadline.share(hosts.len() - n),
            };
            // The core needs no API key and no version here.
            let request = || CoreRequest::get(url(host, JWKS_PATH));
            let published = match self.attempt(attempt, &Method::GET, request).await {
                Ok(response) => parse(JWKS_PATH, &response.body).map(|keys| PublicKeys {
                    keys,
                    json: String::from_utf8_lossy(&response.body).into_owned(),
                    max_age: max_age(&response.headers),
                }),
                Err(Trouble::Final(error)) => Err(error),
                Err(Trouble::Busy) => Err(CoreError::RateLimited {
                    path: JWKS_PATH.to_owned(),
                }),
                Err(Trouble::Host(failure)) => {
                    troubles.note_failure(failure);
                    continue;
                }
            };
            let published = published.and_then(|it| self.refuse_test_keys(&it.keys).map(|()| it));
            match published.and_then(&read) {
                Ok(keys) => return Ok(keys),
                Err(error) => troubles.note_refusal(host, error),
            }
        }
        Err(troubles.into_error())
    }
}

fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(CACHE_CONTROL)?.to_str().ok()?;
    let seconds = text
        .split(',')
        .find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok())?;
    Some(Duration::from_secs(seconds))
}

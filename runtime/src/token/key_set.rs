//! The core's public keys at one moment.

use std::time::Duration;

use jsonwebtoken::DecodingKey;
use tokio::time::Instant;

use crate::cdi::Jwk;
use crate::error::Chain;
use crate::querier::PublicKeys;

/// How long keys may be cached if the core does not say it.
const MAX_AGE: Duration = Duration::from_secs(60);

/// The core's keys at one moment.
pub(crate) struct KeySet {
    keys: Vec<(String, DecodingKey)>,
    /// As the core wrote it.
    pub(crate) json: String,
    max_age: Duration,
    fetched_at: Instant,
}

impl KeySet {
    /// Keeps the RS256 signing keys; `None` if there is none. A key that cannot be read does not hide the others.
    pub(crate) fn new(published: PublicKeys) -> Option<Self> {
        let keys = published.keys.keys.into_iter().filter(is_ours);
        let keys: Vec<_> = keys
            .filter_map(|jwk| {
                let key = DecodingKey::from_rsa_components(jwk.n.as_deref()?, jwk.e.as_deref()?);
                match (jwk.kid, key) {
                    (Some(kid), Ok(key)) => Some((kid, key)),
                    (kid, Err(error)) => {
                        tracing::warn!(kid, error = %Chain(&error), "the core publishes a key that cannot be used");
                        None
                    }
                    (None, Ok(_)) => {
                        tracing::warn!("the core publishes a key without a name, which cannot be used");
                        None
                    }
                }
            })
            .collect();
        (!keys.is_empty()).then(|| Self {
            keys,
            json: published.json,
            max_age: published.max_age.unwrap_or(MAX_AGE),
            fetched_at: Instant::now(),
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &DecodingKey> {
        self.keys.iter().map(|(_, key)| key)
    }

    pub(crate) fn find(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys
            .iter()
            .find(|(name, _)| name == kid)
            .map(|(_, key)| key)
    }

    pub(crate) fn age(&self) -> Duration {
        self.fetched_at.elapsed()
    }

    /// How long clients may cache the set, by the time that the core gave. Zero after that time.
    pub(crate) fn fresh_for(&self) -> Duration {
        self.max_age.saturating_sub(self.age())
    }
}

fn is_ours(jwk: &Jwk) -> bool {
    jwk.kty == "RSA"
        && jwk.alg.as_deref().is_none_or(|alg| alg == "RS256")
        && jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
}

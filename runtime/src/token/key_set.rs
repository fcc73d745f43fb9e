use jsonwebtoken::DecodingKey;
use tokio::time::Instant;

use crate::cdi::{Jwk, Jwks};

/// The core's keys at one moment.
pub(crate) struct KeySet {
    keys: Vec<(String, DecodingKey)>,
    pub(crate) fetched_at: Instant,
}

impl KeySet {
    /// Keeps the RS256 signing keys. A key that cannot be read does not hide the others.
    pub(crate) fn new(jwks: Jwks) -> Self {
        let keys = jwks.keys.into_iter().filter(is_ours).filter_map(|jwk| {
            let key = DecodingKey::from_rsa_components(jwk.n.as_deref()?, jwk.e.as_deref()?);
            match (jwk.kid, key) {
                (Some(kid), Ok(key)) => Some((kid, key)),
                (kid, _) => {
                    tracing::warn!(?kid, "the core publishes a key that cannot be used");
                    None
                }
            }
        });
        Self {
            keys: keys.collect(),
            fetched_at: Instant::now(),
        }
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
}

fn is_ours(jwk: &Jwk) -> bool {
    jwk.kty == "RSA"
        && jwk.alg.as_deref().is_none_or(|alg| alg == "RS256")
        && jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
}

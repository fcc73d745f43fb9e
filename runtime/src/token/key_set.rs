//! The core's public keys at one moment, and the tokens that were found to be signed with them.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::access::{AccessToken, Header};
use super::key::PublicKey;
use super::keys_in_use::KeysInUse;
use super::verified::VerifiedTokens;
use crate::cdi::Jwk;
use crate::clock::Clock;
use crate::config::TokenCacheConfig;
use crate::error::{Chain, TokenDefect};
use crate::querier::PublicKeys;

/// How long keys may be cached if the core does not say it.
const MAX_AGE: Duration = Duration::from_secs(60);

/// The core's keys at one moment.
pub(crate) struct KeySet {
    keys: Vec<PublicKey>,
    /// As the core wrote it.
    pub(crate) json: String,
    max_age: Duration,
    fetched_at: Instant,
    in_use: KeysInUse,
    verified: Arc<VerifiedTokens>,
}

impl KeySet {
    /// Keeps the RS256 signing keys; `None` if there is none. A key that cannot be read does not hide the others.
    ///
    /// The verified tokens of `before` stay if all of its keys are still there.
    pub(crate) fn new(
        published: PublicKeys,
        before: Option<&Self>,
        cache: TokenCacheConfig,
        clock: &Clock,
    ) -> Option<Self> {
        let keys = published.keys.keys.into_iter().filter(is_ours);
        let keys: Vec<_> = keys.filter_map(read).collect();
        if keys.is_empty() {
            return None;
        }
        let is_kept = |old: &PublicKey| keys.iter().any(|key| key.is_same(old));
        let (in_use, verified) = match before {
            Some(before) if before.keys.iter().all(is_kept) => {
                (before.in_use.clone(), Arc::clone(&before.verified))
            }
            _ => (KeysInUse::new(), Arc::new(VerifiedTokens::new(cache))),
        };
        Some(Self {
            keys,
            json: published.json,
            max_age: published.max_age.unwrap_or(MAX_AGE),
            fetched_at: clock.instant(),
            in_use,
            verified,
        })
    }

    /// The token of this text: the one that is known, or a new one.
    pub(crate) fn token(&self, text: &str) -> Result<AccessToken, TokenDefect> {
        match self.verified.get(text) {
            Some(token) => Ok(token),
            None => AccessToken::parse_knowing(text, |header| self.recognise(header)),
        }
    }

    fn recognise(&self, header: &str) -> Option<Header<'_>> {
        self.keys.iter().find_map(|key| key.recognise(header))
    }

    pub(super) fn find(&self, kid: &str) -> Option<&PublicKey> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    /// Whether the token's signature was checked before, with keys that are all still in use.
    pub(super) fn has_verified(&self, token: &AccessToken) -> bool {
        token.is_verified_with(&self.in_use)
    }

    /// Whether `key`, which is one of these, has signed the token. The token is remembered if it has.
    pub(super) fn has_signed(&self, token: &AccessToken, key: &PublicKey) -> bool {
        let has_signed = key.has_signed(token);
        if has_signed && token.note_verified_with(&self.in_use) {
            self.verified.insert(token);
        }
        has_signed
    }

    /// Whether any of the keys has signed the token, which does not name its key.
    pub(super) fn has_any_signed(&self, token: &AccessToken) -> bool {
        self.keys.iter().any(|key| self.has_signed(token, key))
    }

    /// The token will not be needed again.
    pub(super) fn forget(&self, token: &AccessToken) {
        self.verified.remove(token);
    }

    pub(crate) fn age(&self, clock: &Clock) -> Duration {
        clock.since(self.fetched_at)
    }

    /// How long clients may cache the set, by the time that the core gave. Zero after that time.
    pub(crate) fn fresh_for(&self, clock: &Clock) -> Duration {
        self.max_age.saturating_sub(self.age(clock))
    }
}

fn read(jwk: Jwk) -> Option<PublicKey> {
    let kid = jwk.kid.clone();
    match PublicKey::read(jwk) {
        Ok(key) => Some(key),
        Err(error) => {
            tracing::warn!(kid, error = %Chain(&error), "the core publishes a key that cannot be used");
            None
        }
    }
}

fn is_ours(jwk: &Jwk) -> bool {
    jwk.kty == "RSA"
        && jwk.alg.as_deref().is_none_or(|alg| alg == "RS256")
        && jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
}

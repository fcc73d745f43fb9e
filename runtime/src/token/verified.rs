//! Tokens whose signature was checked, kept so that it is not checked again.

use std::fmt;
use std::hash::{Hash, Hasher};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};

use super::access::AccessToken;
use crate::config::TokenCacheConfig;

/// What a token without claims of the application counts, in bytes.
const SMALL_TOKEN: u64 = 4096;

/// The tokens that were signed with the keys in use.
///
/// The keys own them: when a key is withdrawn, all tokens go, and a token that is being checked with the old keys at
/// that moment is added to the tokens that have gone. Nothing but the signature is remembered. A token's time and
/// whatever a request has to meet are checked every time.
pub(crate) struct VerifiedTokens(Option<Tokens>);

type Tokens = Cache<Key, AccessToken, Weight>;

impl VerifiedTokens {
    pub(crate) fn new(config: TokenCacheConfig) -> Self {
        let TokenCacheConfig { entries, bytes } = config;
        if entries == 0 || bytes == 0 {
            return Self(None);
        }
        // No more than the bytes have room for: the cache remembers something of half as many that had to go, and
        // divides the bytes by this number.
        let items = entries.min(bytes.div_ceil(SMALL_TOKEN));
        let options = OptionsBuilder::new()
            .estimated_items_capacity(usize::try_from(items).unwrap_or(usize::MAX))
            .weight_capacity(bytes)
            .build();
        let weight = Weight {
            least: bytes.div_ceil(entries),
        };
        Self(options.ok().map(|options| {
            Cache::with_options(
                options,
                weight,
                DefaultHashBuilder::default(),
                DefaultLifecycle::default(),
            )
        }))
    }

    pub(crate) fn get(&self, token: &str) -> Option<AccessToken> {
        self.0.as_ref()?.get(&Lookup(token))
    }

    /// Adds a token. Another one, which was not used for long, may have to go.
    pub(super) fn insert(&self, token: &AccessToken) {
        if let Some(tokens) = &self.0 {
            tokens.insert(Key(token.clone()), token.clone());
        }
    }

    pub(super) fn remove(&self, token: &AccessToken) {
        if let Some(tokens) = &self.0 {
            tokens.remove(&Lookup(token.as_str()));
        }
    }
}

impl fmt::Debug for VerifiedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedTokens").finish_non_exhaustive()
    }
}

/// Limits the bytes and, because no token counts for less than its share, the number of tokens.
#[derive(Clone)]
struct Weight {
    least: u64,
}

impl Weighter<Key, AccessToken> for Weight {
    fn weight(&self, _: &Key, token: &AccessToken) -> u64 {
        self.least.max(token.largest_size() as u64)
    }
}

/// A token as a key: all of its text.
struct Key(AccessToken);

/// The text that is looked up.
struct Lookup<'a>(&'a str);

impl Equivalent<Key> for Lookup<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.0 == key.0.as_str()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Lookup(self.0.as_str()).hash(state);
    }
}

impl Hash for Lookup<'_> {
    /// The end of a signature is as good as random, and nobody can choose it for a token that is kept. The rest of the
    /// text is compared.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text = self.0.as_bytes();
        let end = text.len().saturating_sub(32);
        state.write(&text[end..]);
    }
}

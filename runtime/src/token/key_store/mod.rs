//! The core's public keys, fetched when they are missing or old.

mod unknown_keys;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use self::unknown_keys::UnknownKeys;
use super::access::AccessToken;
use super::key::PublicKey;
use super::key_set::KeySet;
use crate::clock::Clock;
use crate::config::TokenCacheConfig;
use crate::error::{Chain, CoreError, Error, RefreshReason, TokenDefect};
use crate::measure::Figures;
use crate::querier::{PublicKeys, Querier, SharedAttempt};

/// After a fetch, unknown key ids wait this long before they cause another.
const COOL_DOWN: Duration = Duration::from_millis(500);
/// Pause between attempts to replace keys that have passed their age.
const RETRY_OLD: Duration = Duration::from_secs(30);
/// How long a caller that publishes keys waits for newer ones, if the keys are too old.
const WAIT_FOR_NEWER: Duration = Duration::from_secs(2);

/// The core's public keys: a snapshot that is read without a lock, replaced by one task at a time.
///
/// Once fetched, keys are used until newer ones arrive, however long the core is away.
pub(crate) struct KeyStore {
    querier: Arc<Querier>,
    max_age: Duration,
    cache: TokenCacheConfig,
    snapshot: ArcSwapOption<KeySet>,
    /// Tells whether there are other keys than before.
    fetching: SharedAttempt<Result<bool, CoreError>>,
    last_fetch: Mutex<Option<Fetch>>,
    unknown: UnknownKeys,
    /// The second in which the age of the keys was looked at last, for a token that is known.
    age_seen: AtomicU64,
}

/// How the newest fetch ended, and when.
#[derive(Clone)]
struct Fetch {
    at: Instant,
    result: Result<(), CoreError>,
}

impl KeyStore {
    pub(crate) fn new(querier: Arc<Querier>, max_age: Duration, cache: TokenCacheConfig) -> Self {
        let unknown = UnknownKeys::new(querier.clock().clone());
        Self {
            querier,
            max_age,
            cache,
            snapshot: ArcSwapOption::empty(),
            fetching: SharedAttempt::default(),
            last_fetch: Mutex::default(),
            unknown,
            age_seen: AtomicU64::new(0),
        }
    }

    pub(super) fn figures(&self) -> &Figures {
        &self.querier.figures
    }

    pub(super) fn clock(&self) -> &Clock {
        self.querier.clock()
    }

    /// Age at which the keys are fetched again.
    pub(crate) fn max_age(&self) -> Duration {
        self.max_age
    }

    /// The token of this text: the one whose signature was checked before, or a new one.
    pub(crate) fn token(&self, text: &str) -> Result<AccessToken, TokenDefect> {
        match &*self.snapshot.load() {
            Some(keys) => keys.token(text),
            None => AccessToken::parse(text),
        }
    }

    /// Whether the token's signature was checked before, with keys that are all still in use. `now` is in seconds.
    pub(super) fn has_verified(self: &Arc<Self>, token: &AccessToken, now: u64) -> bool {
        let keys = self.snapshot.load();
        let Some(keys) = keys.as_ref().filter(|keys| keys.has_verified(token)) else {
            return false;
        };
        // Once a second is enough for the age, and another look at the clock is not cheap here.
        if self.age_seen.load(Ordering::Relaxed) != now {
            self.age_seen.store(now, Ordering::Relaxed);
            self.renew_if_old(keys);
        }
        true
    }

    /// The token will not be needed again.
    pub(super) fn forget(&self, token: &AccessToken) {
        if let Some(keys) = &*self.snapshot.load() {
            keys.forget(token);
        }
    }

    /// Runs `check` with the key `kid`, which is fetched if it is not at hand.
    ///
    /// Fails with "try refresh token" if the core has no such key, and with the core's error if the core cannot be
    /// asked.
    pub(super) async fn with_key<T>(
        self: &Arc<Self>,
        kid: &str,
        check: impl Fn(&KeySet, &PublicKey) -> T,
    ) -> Result<T, Error> {
        if let Some(checked) = self.with_key_at_hand(kid, &check) {
            return Ok(checked);
        }
        Box::pin(self.fetch_key(kid)).await?;
        self.with_key_at_hand(kid, check)
            .ok_or_else(|| RefreshReason::UnknownKey.into())
    }

    fn with_key_at_hand<T>(
        self: &Arc<Self>,
        kid: &str,
        check: impl Fn(&KeySet, &PublicKey) -> T,
    ) -> Option<T> {
        let keys = self.snapshot.load();
        let keys = keys.as_ref()?;
        let key = keys.find(kid)?;
        self.renew_if_old(keys);
        Some(check(keys, key))
    }

    /// Fetches the keys, in the hope that this one is among them.
    async fn fetch_key(&self, kid: &str) -> Result<(), Error> {
        if !self.unknown.may_exist(kid) {
            return Err(RefreshReason::UnknownKey.into());
        }
        let seen = self.snapshot.load_full();
        let has_key =
            |keys: Option<&Arc<KeySet>>| keys.is_some_and(|keys| keys.find(kid).is_some());
        if has_key(seen.as_ref()) {
            return Ok(());
        }
        let news = self.fetch_unless_changed(seen.as_ref()).await?;
        if news && !has_key(self.snapshot.load().as_ref()) {
            self.unknown.remember(kid);
        }
        Ok(())
    }

    /// Whether `check` accepts any of the keys, for tokens that do not name theirs. Keys are fetched if there are
    /// none yet, and anew, as for an unknown key id, if none is accepted and it `may_be_newer` than they are.
    pub(super) async fn any_key(
        self: &Arc<Self>,
        may_be_newer: bool,
        check: impl Fn(&KeySet) -> bool,
    ) -> Result<bool, Error> {
        let keys = self.at_hand().await?;
        self.renew_if_old(&keys);
        if check(&keys) {
            return Ok(true);
        }
        let news = may_be_newer && self.fetch_unless_changed(Some(&keys)).await?;
        Ok(news && check(&*self.at_hand().await?))
    }

    /// The keys that are published for others. The present keys are returned while the core allows it by their age, or
    /// while the core cannot be reached.
    pub(crate) async fn key_set(self: &Arc<Self>) -> Result<Arc<KeySet>, CoreError> {
        let keys = self.at_hand().await?;
        if !keys.fresh_for(self.clock()).is_zero() || !self.may_renew() {
            return Ok(keys);
        }
        // The attempt goes on if it takes longer.
        _ = tokio::time::timeout(WAIT_FOR_NEWER, self.renew(&keys)).await;
        self.at_hand().await
    }

    /// The keys, which are fetched if there are none yet.
    async fn at_hand(&self) -> Result<Arc<KeySet>, CoreError> {
        if let Some(keys) = self.snapshot.load_full() {
            return Ok(keys);
        }
        self.fetch_unless_changed(None).await?;
        self.snapshot.load_full().ok_or(CoreError::NoUsableKey)
    }

    /// Fetches the keys, unless another task has done so since `seen` was read, or a moment ago. Tells
    /// whether there are other keys now than those seen.
    async fn fetch_unless_changed(&self, seen: Option<&Arc<KeySet>>) -> Result<bool, CoreError> {
        let fetch = || async {
            let current = self.snapshot.load_full();
            if current.as_ref().map(Arc::as_ptr) != seen.map(Arc::as_ptr) {
                return Ok(true);
            }
            match self.last_fetch() {
                Some(fetch) if self.clock().since(fetch.at) < COOL_DOWN => {
                    fetch.result.map(|()| false)
                }
                _ => self.fetch().await.map(|()| true),
            }
        };
        let fetched = self.fetching.run(self.querier.deadline(), fetch).await;
        fetched.unwrap_or_else(|| Err(self.querier.timed_out()))
    }

    /// Keys that cannot be used do not replace those that can.
    async fn fetch(&self) -> Result<(), CoreError> {
        let before = self.snapshot.load_full();
        let read = |published: PublicKeys| {
            KeySet::new(published, before.as_deref(), self.cache, self.clock())
                .ok_or(CoreError::NoUsableKey)
        };
        let result = match self.querier.public_keys(read).await {
            Ok(keys) => {
                self.snapshot.store(Some(Arc::new(keys)));
                Ok(())
            }
            Err(error) => Err(error),
        };
        let age = self.snapshot.load();
        let age = age.as_ref().map(|keys| keys.age(self.clock()));
        self.figures().key_set_fetch(&result, age);
        let fetch = Fetch {
            at: self.clock().instant(),
            result: result.clone(),
        };
        *self
            .last_fetch
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(fetch);
        result
    }

    fn last_fetch(&self) -> Option<Fetch> {
        let last = self
            .last_fetch
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    /// Starts a task that replaces keys past their age. The caller continues with the present keys.
    fn renew_if_old(self: &Arc<Self>, keys: &Arc<KeySet>) {
        let age = keys.age(self.clock());
        self.figures().key_set_age(age);
        if age >= self.max_age && self.may_renew() {
            drop(self.renew(keys));
        }
    }

    /// Whether no task replaces them now or did so a short while ago.
    fn may_renew(&self) -> bool {
        let pause = RETRY_OLD.min(self.max_age);
        !self.fetching.is_running()
            && self
                .last_fetch()
                .is_none_or(|fetch| self.clock().since(fetch.at) >= pause)
    }

    fn renew(self: &Arc<Self>, keys: &Arc<KeySet>) -> JoinHandle<()> {
        let (store, keys) = (Arc::clone(self), Arc::clone(keys));
        tokio::spawn(async move {
            if let Err(error) = store.fetch_unless_changed(Some(&keys)).await {
                tracing::warn!(error = %Chain(&error), "the core's public keys could not be fetched, those at hand stay in use");
            }
        })
    }
}

#[cfg(test)]
mod tests;

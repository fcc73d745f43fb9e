use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use jsonwebtoken::DecodingKey;
use tokio::time::Instant;

use super::key_set::KeySet;
use crate::error::{CoreError, Error, RefreshReason};
use crate::querier::Querier;

/// After a fetch, unknown key ids wait this long before they cause another.
const COOL_DOWN: Duration = Duration::from_millis(500);
/// An unknown key id is not asked for again within this time. The core publishes a key a minute before it
/// signs with it, so no honest token is refused.
const REMEMBER_UNKNOWN: Duration = Duration::from_secs(5);
/// Above any real key id; longer ones are never asked for.
const MAX_KID_LENGTH: usize = 128;
const MAX_REMEMBERED: usize = 1024;
/// Pause between attempts to replace keys that have passed their age.
const RETRY_OLD: Duration = Duration::from_secs(30);

/// The core's public keys: a snapshot that is read without a lock, replaced by one task at a time.
///
/// Once fetched, keys are used until newer ones arrive, however long the core is away.
pub(crate) struct KeyStore {
    querier: Arc<Querier>,
    max_age: Duration,
    snapshot: ArcSwapOption<KeySet>,
    last_fetch: Arc<tokio::sync::Mutex<Option<Fetch>>>,
    unknown: Mutex<HashMap<String, Instant>>,
}

/// How the newest fetch ended, and when.
struct Fetch {
    at: Instant,
    result: Result<(), CoreError>,
}

impl KeyStore {
    pub(crate) fn new(querier: Arc<Querier>, max_age: Duration) -> Self {
        Self {
            querier,
            max_age,
            snapshot: ArcSwapOption::empty(),
            last_fetch: Arc::default(),
            unknown: Mutex::default(),
        }
    }

    /// Age at which the keys are fetched anew.
    pub(crate) fn max_age(&self) -> Duration {
        self.max_age
    }

    /// Runs `check` with the key `kid`, which is fetched if it is not at hand.
    ///
    /// Fails with "try refresh token" when the core has no such key, and with the core's error when the core
    /// cannot be asked.
    pub(crate) async fn with_key<T>(
        self: &Arc<Self>,
        kid: &str,
        check: impl FnOnce(&DecodingKey) -> T,
    ) -> Result<T, Error> {
        let mut keys = self.snapshot.load_full();
        if keys.as_ref().is_none_or(|keys| keys.find(kid).is_none()) {
            if !self.may_exist(kid) {
                return Err(RefreshReason::UnknownKey.into());
            }
            let news = self.fetch_unless_changed(keys.as_ref()).await?;
            keys = self.snapshot.load_full();
            if news && keys.as_ref().is_none_or(|keys| keys.find(kid).is_none()) {
                self.remember_unknown(kid);
            }
        }
        let Some(key) = keys.as_ref().and_then(|keys| keys.find(kid)) else {
            return Err(RefreshReason::UnknownKey.into());
        };
        self.renew_if_old(keys.as_deref());
        Ok(check(key))
    }

    /// Whether `check` accepts any of the keys, for tokens that do not name theirs. Keys are fetched if there are
    /// none yet, and anew, as for an unknown key id, if none is accepted and it `may_be_newer` than they are.
    pub(crate) async fn any_key(
        self: &Arc<Self>,
        may_be_newer: bool,
        check: impl Fn(&DecodingKey) -> bool,
    ) -> Result<bool, Error> {
        let accepts =
            |keys: &Option<Arc<KeySet>>| keys.as_ref().is_some_and(|keys| keys.iter().any(&check));
        let keys = self.snapshot.load_full();
        if accepts(&keys) {
            self.renew_if_old(keys.as_deref());
            return Ok(true);
        }
        if keys.is_some() && !may_be_newer {
            return Ok(false);
        }
        let news = self.fetch_unless_changed(keys.as_ref()).await?;
        Ok(news && accepts(&self.snapshot.load_full()))
    }

    /// Fetches the keys, unless another task has done so since `seen` was read, or a moment ago. Tells
    /// whether there are other keys now than those seen.
    async fn fetch_unless_changed(&self, seen: Option<&Arc<KeySet>>) -> Result<bool, CoreError> {
        let mut last = self.last_fetch.lock().await;
        let current = self.snapshot.load_full();
        if current.as_ref().map(Arc::as_ptr) != seen.map(Arc::as_ptr) {
            return Ok(true);
        }
        if let Some(fetch) = last.as_ref().filter(|fetch| fetch.at.elapsed() < COOL_DOWN) {
            return fetch.result.clone().map(|()| false);
        }
        self.fetch(&mut last).await.map(|()| true)
    }

    async fn fetch(&self, last: &mut Option<Fetch>) -> Result<(), CoreError> {
        let result = match self.querier.public_keys().await {
            Ok(jwks) => {
                self.snapshot.store(Some(Arc::new(KeySet::new(jwks))));
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "the core's public keys could not be fetched");
                Err(error)
            }
        };
        *last = Some(Fetch {
            at: Instant::now(),
            result: result.clone(),
        });
        result
    }

    /// Starts a task that replaces keys past their age. The caller goes on with the ones it has.
    fn renew_if_old(self: &Arc<Self>, keys: Option<&KeySet>) {
        if keys.is_none_or(|keys| keys.fetched_at.elapsed() < self.max_age) {
            return;
        }
        let Ok(mut last) = Arc::clone(&self.last_fetch).try_lock_owned() else {
            return;
        };
        if last
            .as_ref()
            .is_none_or(|fetch| fetch.at.elapsed() >= RETRY_OLD.min(self.max_age))
        {
            let store = Arc::clone(self);
            tokio::spawn(async move { store.fetch(&mut last).await });
        }
    }

    fn may_exist(&self, kid: &str) -> bool {
        let unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        kid.len() <= MAX_KID_LENGTH
            && unknown
                .get(kid)
                .is_none_or(|asked| asked.elapsed() >= REMEMBER_UNKNOWN)
    }

    fn remember_unknown(&self, kid: &str) {
        let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        if unknown.len() >= MAX_REMEMBERED {
            unknown.retain(|_, asked| asked.elapsed() < REMEMBER_UNKNOWN);
        }
        if unknown.len() < MAX_REMEMBERED {
            unknown.insert(kid.to_owned(), Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::error::HostFailureKind;
    use crate::querier::scripted::{Scripted, ScriptedCore, querier};

    const MAX_AGE: Duration = Duration::from_secs(3600);
    const DOWN: [Scripted; 2] = [Err(HostFailureKind::Connect), Err(HostFailureKind::Timeout)];

    fn keys(kids: &[&str]) -> Scripted {
        let keys = kids
            .iter()
            .map(|kid| format!(r#"{{"kty":"RSA","kid":"{kid}","n":"AQAB","e":"AQAB"}}"#));
        Ok((
            200,
            format!(r#"{{"keys":[{}]}}"#, keys.collect::<Vec<_>>().join(",")),
        ))
    }

    fn store(answers: impl IntoIterator<Item = Scripted>) -> (Arc<KeyStore>, ScriptedCore) {
        let (querier, core) = querier(answers);
        (Arc::new(KeyStore::new(Arc::new(querier), MAX_AGE)), core)
    }

    async fn has(store: &Arc<KeyStore>, kid: &str) -> Result<bool, Error> {
        match store.with_key(kid, |_| ()).await {
            Ok(()) => Ok(true),
            Err(Error::TryRefreshToken {
                reason: RefreshReason::UnknownKey,
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_ask_at_once_cause_one_fetch() {
        let (store, core) = store([keys(&["d-1"])]);
        let asking: Vec<_> = (0..50)
            .map(|_| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { has(&store, "d-1").await })
            })
            .collect();
        for asked in asking {
            assert!(matches!(asked.await, Ok(Ok(true))));
        }
        assert_eq!(core.urls().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_unknown_keys_causes_few_fetches() {
        let (store, core) = store((0..3).map(|_| keys(&["d-1"])));
        for n in 0..1000 {
            assert!(matches!(
                has(&store, &format!("forged-{n}")).await,
                Ok(false)
            ));
        }
        assert_eq!(core.urls().len(), 1);
        tokio::time::advance(COOL_DOWN).await;
        // Asked for in the cool-down only, so it gets its chance now, and then is remembered.
        assert!(matches!(has(&store, "forged-7").await, Ok(false)));
        assert_eq!(core.urls().len(), 2);
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(has(&store, "forged-7").await, Ok(false)));
        assert!(matches!(has(&store, &"x".repeat(200)).await, Ok(false)));
        assert_eq!(core.urls().len(), 2);
        tokio::time::advance(REMEMBER_UNKNOWN).await;
        assert!(matches!(has(&store, "forged-7").await, Ok(false)));
        assert_eq!(core.urls().len(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_tokens_without_a_key_id_causes_few_fetches() {
        let (store, core) = store((0..3).map(|_| keys(&["d-1"])));
        for may_be_newer in [false, true, false] {
            for _ in 0..100 {
                assert!(matches!(
                    store.any_key(may_be_newer, |_| false).await,
                    Ok(false)
                ));
            }
        }
        assert_eq!(core.urls().len(), 1);
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(store.any_key(false, |_| false).await, Ok(false)));
        assert!(matches!(store.any_key(true, |_| true).await, Ok(true)));
        assert_eq!(core.urls().len(), 1);
        assert!(matches!(store.any_key(true, |_| false).await, Ok(false)));
        assert_eq!(core.urls().len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_key_is_found() {
        let (store, _) = store([keys(&["d-1"]), keys(&["d-2", "d-1"])]);
        assert!(matches!(has(&store, "d-1").await, Ok(true)));
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(has(&store, "d-2").await, Ok(true)));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_core_nothing_is_known_of_any_token() {
        let [first, second] = DOWN;
        let (store, core) = store([first, second, keys(&["d-1"])]);
        for _ in 0..10 {
            assert!(matches!(
                has(&store, "d-1").await,
                Err(Error::Core(CoreError::Unreachable(_)))
            ));
        }
        assert_eq!(core.urls().len(), 2, "one attempt at each host");
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(has(&store, "d-1").await, Ok(true)));
    }

    #[tokio::test(start_paused = true)]
    async fn old_keys_are_used_until_newer_ones_arrive() {
        let [first, second] = DOWN;
        let (store, core) = store([keys(&["d-1"]), first, second, keys(&["d-2"])]);
        assert!(matches!(has(&store, "d-1").await, Ok(true)));

        tokio::time::advance(MAX_AGE).await;
        for _ in 0..5 {
            assert!(
                matches!(has(&store, "d-1").await, Ok(true)),
                "the core is away"
            );
            tokio::task::yield_now().await;
        }
        tokio::time::advance(RETRY_OLD).await;
        assert!(
            matches!(has(&store, "d-1").await, Ok(true)),
            "the newer ones are under way"
        );
        while core.urls().len() < 4 {
            tokio::task::yield_now().await;
        }
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(matches!(has(&store, "d-2").await, Ok(true)));
        assert!(matches!(has(&store, "d-1").await, Ok(false)), "withdrawn");
        let asked: HashSet<_> = core.urls().into_iter().collect();
        assert_eq!(asked.len(), 2);
    }
}

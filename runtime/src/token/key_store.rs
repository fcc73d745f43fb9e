use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use jsonwebtoken::DecodingKey;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::key_set::KeySet;
use crate::error::{CoreError, Error, RefreshReason};
use crate::querier::{Querier, SharedAttempt};

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
/// Whoever wants to pass on keys that have passed their age waits this long for newer ones.
const WAIT_FOR_NEWER: Duration = Duration::from_secs(2);

/// The core's public keys: a snapshot that is read without a lock, replaced by one task at a time.
///
/// Once fetched, keys are used until newer ones arrive, however long the core is away.
pub(crate) struct KeyStore {
    querier: Arc<Querier>,
    max_age: Duration,
    snapshot: ArcSwapOption<KeySet>,
    /// Tells whether there are other keys than before.
    fetching: SharedAttempt<Result<bool, CoreError>>,
    last_fetch: Mutex<Option<Fetch>>,
    unknown: Mutex<HashMap<String, Instant>>,
}

/// How the newest fetch ended, and when.
#[derive(Clone)]
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
            fetching: SharedAttempt::default(),
            last_fetch: Mutex::default(),
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
        let Some((keys, key)) = keys.as_ref().and_then(|keys| Some((keys, keys.find(kid)?))) else {
            return Err(RefreshReason::UnknownKey.into());
        };
        self.renew_if_old(keys);
        Ok(check(key))
    }

    /// Whether `check` accepts any of the keys, for tokens that do not name theirs. Keys are fetched if there are
    /// none yet, and anew, as for an unknown key id, if none is accepted and it `may_be_newer` than they are.
    pub(crate) async fn any_key(
        self: &Arc<Self>,
        may_be_newer: bool,
        check: impl Fn(&DecodingKey) -> bool,
    ) -> Result<bool, Error> {
        let keys = self.at_hand().await?;
        self.renew_if_old(&keys);
        if keys.iter().any(&check) {
            return Ok(true);
        }
        let news = may_be_newer && self.fetch_unless_changed(Some(&keys)).await?;
        Ok(news && self.at_hand().await?.iter().any(check))
    }

    /// The keys for others to verify tokens with. Those at hand, while the core's word on their age holds or the
    /// core is away.
    pub(crate) async fn key_set(self: &Arc<Self>) -> Result<Arc<KeySet>, CoreError> {
        let keys = self.at_hand().await?;
        if !keys.fresh_for().is_zero() || !self.may_renew() {
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
                Some(fetch) if fetch.at.elapsed() < COOL_DOWN => fetch.result.map(|()| false),
                _ => self.fetch().await.map(|()| true),
            }
        };
        let fetched = self.fetching.run(self.querier.deadline(), fetch).await;
        fetched.unwrap_or_else(|| Err(self.querier.timed_out()))
    }

    /// Keys that cannot be used do not replace those that can.
    async fn fetch(&self) -> Result<(), CoreError> {
        let result = match self.querier.public_keys(KeySet::new).await {
            Ok(keys) => {
                self.snapshot.store(Some(Arc::new(keys)));
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "the core's public keys could not be fetched");
                Err(error)
            }
        };
        let fetch = Fetch {
            at: Instant::now(),
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

    /// Starts a task that replaces keys past their age. The caller goes on with the ones it has.
    fn renew_if_old(self: &Arc<Self>, keys: &Arc<KeySet>) {
        if keys.age() >= self.max_age && self.may_renew() {
            drop(self.renew(keys));
        }
    }

    /// Whether nobody is at it, or was a short while ago.
    fn may_renew(&self) -> bool {
        let pause = RETRY_OLD.min(self.max_age);
        !self.fetching.is_running()
            && self
                .last_fetch()
                .is_none_or(|fetch| fetch.at.elapsed() >= pause)
    }

    fn renew(self: &Arc<Self>, keys: &Arc<KeySet>) -> JoinHandle<()> {
        let (store, keys) = (Arc::clone(self), Arc::clone(keys));
        tokio::spawn(async move { _ = store.fetch_unless_changed(Some(&keys)).await })
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
    use crate::querier::scripted::{HANGS, Scripted, ScriptedCore, querier};

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
        (Arc::new(KeyStore::new(querier, MAX_AGE)), core)
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
    async fn those_who_wait_share_a_failure_however_long_it_took() {
        let hangs = || Ok((HANGS, String::new()));
        let (store, core) = store([hangs(), hangs(), keys(&["d-1"])]);
        let start = Instant::now();
        let asking = [(); 50].map(|()| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { has(&store, "d-1").await })
        });
        for asked in asking {
            assert!(matches!(
                asked.await,
                Ok(Err(Error::Core(CoreError::Unreachable(_))))
            ));
        }
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!(core.urls().len(), 2, "one attempt at each host");
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(has(&store, "d-1").await, Ok(true)));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_cancelled_takes_nobody_down() {
        let (store, core) = store([Ok((HANGS, String::new())), keys(&["d-1"])]);
        let ask = || {
            let store = Arc::clone(&store);
            tokio::spawn(async move { has(&store, "d-1").await })
        };
        let first = ask();
        while core.urls().is_empty() {
            tokio::task::yield_now().await;
        }
        let second = ask();
        tokio::task::yield_now().await;
        first.abort();
        assert!(matches!(second.await, Ok(Ok(true))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_set_that_cannot_be_used_replaces_none() {
        let page = Ok((200, "<html>".to_owned()));
        let answers = [keys(&[]), keys(&[]), keys(&["d-1"]), page, keys(&[])];
        let (store, _) = store(answers);
        assert!(matches!(
            has(&store, "d-1").await,
            Err(Error::Core(CoreError::NoUsableKey))
        ));
        tokio::time::advance(COOL_DOWN).await;
        assert!(matches!(has(&store, "d-1").await, Ok(true)));
        tokio::time::advance(COOL_DOWN).await;
        assert!(has(&store, "d-2").await.is_err());
        assert!(matches!(has(&store, "d-1").await, Ok(true)), "still there");
    }

    #[tokio::test(start_paused = true)]
    async fn keys_for_others_are_those_at_hand_until_they_are_old() {
        let [first, second] = DOWN;
        let hangs = || Ok((HANGS, String::new()));
        let answers = [
            keys(&["d-1"]),
            keys(&["d-2"]),
            first,
            second,
            hangs(),
            hangs(),
        ];
        let (store, core) = store(answers);
        let kid = async || {
            let keys = store.key_set().await.expect("keys");
            keys.find("d-1").map_or("d-2", |_| "d-1")
        };
        // The scripted core does not say how long; a minute then.
        for (wait, expected, asked) in [
            (0, "d-1", 1),
            (59, "d-1", 1),
            (1, "d-2", 2),
            // The core is away, and is left alone for a while.
            (60, "d-2", 4),
            (1, "d-2", 4),
            // The core hangs.
            (30, "d-2", 5),
            (1, "d-2", 5),
        ] {
            tokio::time::advance(Duration::from_secs(wait)).await;
            let start = Instant::now();
            assert_eq!((kid().await, core.urls().len()), (expected, asked));
            assert!(start.elapsed() <= Duration::from_millis(2001));
        }
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

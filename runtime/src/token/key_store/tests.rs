//! The key store against a core that follows a script.

use std::collections::HashSet;

use super::unknown_keys::REMEMBERED;
use super::*;
use crate::error::HostFailureKind;
use crate::querier::scripted::{HANGS, Scripted, ScriptedCore, querier};

const MAX_AGE: Duration = Duration::from_secs(3600);
const CACHE: TokenCacheConfig = TokenCacheConfig {
    entries: 100,
    bytes: 1 << 20,
};
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

fn store(script: impl IntoIterator<Item = Scripted>) -> (Arc<KeyStore>, ScriptedCore) {
    let (querier, core) = querier(script);
    (Arc::new(KeyStore::new(querier, MAX_AGE, CACHE)), core)
}

async fn has(store: &Arc<KeyStore>, kid: &str) -> Result<bool, Error> {
    match store.with_key(kid, |_, _| ()).await {
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
    tokio::time::advance(REMEMBERED).await;
    assert!(matches!(has(&store, "forged-7").await, Ok(false)));
    assert_eq!(core.urls().len(), 3);
}

/// No other time passes than that of the clock.
#[tokio::test(start_paused = true)]
async fn keys_and_what_is_remembered_grow_old_by_the_clock() {
    let (store, core) = store([keys(&["d-1"]), keys(&["d-1"]), keys(&["d-1", "d-2"])]);
    assert!(matches!(has(&store, "d-1").await, Ok(true)));
    store.clock().advance(COOL_DOWN);
    assert!(matches!(has(&store, "d-2").await, Ok(false)));
    store.clock().advance(COOL_DOWN);
    assert!(matches!(has(&store, "d-2").await, Ok(false)));
    assert_eq!(core.urls().len(), 2, "remembered as unknown");
    store.clock().advance(MAX_AGE);
    assert!(matches!(has(&store, "d-1").await, Ok(true)));
    while core.urls().len() < 3 {
        tokio::task::yield_now().await;
    }
    while store.fetching.is_running() {
        tokio::task::yield_now().await;
    }
    assert!(matches!(has(&store, "d-2").await, Ok(true)));
    let published = store.key_set().await.expect("keys");
    assert_eq!(published.fresh_for(store.clock()), Duration::from_secs(60));
    store.clock().advance(Duration::from_secs(45));
    assert_eq!(published.fresh_for(store.clock()), Duration::from_secs(15));
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
    let script = [keys(&[]), keys(&[]), keys(&["d-1"]), page, keys(&[])];
    let (store, _) = store(script);
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
    let script = [
        keys(&["d-1"]),
        keys(&["d-2"]),
        first,
        second,
        hangs(),
        hangs(),
    ];
    let (store, core) = store(script);
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

//! Refreshes of one token at the same time, and shortly after one another.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use super::*;
use crate::error::UnauthorisedReason;
use crate::token::access_token_for_tests;

struct World {
    refreshes: Arc<Refreshes>,
    calls: Arc<AtomicU32>,
}

impl World {
    fn new() -> Self {
        Self {
            refreshes: Arc::new(Refreshes::new(Clock::movable())),
            calls: Arc::default(),
        }
    }

    /// Brings a refresh token; the new one has the number of the call. `Err` where the call fails.
    fn ask(&self, token: &str, fails: bool) -> tokio::task::JoinHandle<Result<String, Error>> {
        let (refreshes, calls) = (Arc::clone(&self.refreshes), Arc::clone(&self.calls));
        let key = key(token, None, false);
        tokio::spawn(async move {
            let call = || async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let number = calls.fetch_add(1, Ordering::Relaxed);
                if fails {
                    return Err(Error::unauthorised(UnauthorisedReason::SessionGone, true));
                }
                Ok(Arc::new(refreshed(&format!("new-{number}"))))
            };
            let tokens = refreshes.run(key, call).await?;
            Ok(tokens.refresh_token.token.clone())
        })
    }

    async fn get(&self, token: &str) -> String {
        let tokens = self.ask(token, false).await.expect("no panic");
        tokens.expect("tokens")
    }
}

fn key(token: &str, anti_csrf: Option<&str>, off: bool) -> RefreshKey {
    RefreshKey::from(&Refresh {
        refresh_token: token.into(),
        anti_csrf_token: anti_csrf.map(AntiCsrfToken::from),
        disable_anti_csrf: off,
    })
}

fn refreshed(token: &str) -> Refreshed {
    Refreshed {
        access_token: access_token_for_tests(&json!({})),
        refresh_token: Token {
            token: token.to_owned(),
            expiry: 0,
        },
        anti_csrf_token: None,
    }
}

#[tokio::test(start_paused = true)]
async fn those_who_ask_together_get_one_response() {
    let world = World::new();
    let cancelled = world.ask("a", false);
    let asking: Vec<_> = (0..10).map(|_| world.ask("a", false)).collect();
    let other = world.ask("b", false);
    tokio::time::sleep(Duration::from_millis(500)).await;
    cancelled.abort();
    let mut all_tokens = Vec::new();
    for asked in asking.into_iter().chain([other]) {
        all_tokens.push(asked.await.expect("no panic").expect("tokens"));
    }
    assert_eq!(world.calls.load(Ordering::Relaxed), 2, "one a key");
    assert!(
        all_tokens[..10]
            .iter()
            .all(|tokens| *tokens == all_tokens[0])
    );
    assert_ne!(all_tokens[0], all_tokens[10]);
    assert!(world.refreshes.lock().flights.is_empty());
}

#[tokio::test(start_paused = true)]
async fn those_who_are_late_get_the_same_for_some_seconds() {
    let world = World::new();
    assert_eq!(world.get("a").await, "new-0");
    tokio::time::advance(KEEP - Duration::from_millis(1)).await;
    assert_eq!(world.get("a").await, "new-0");
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(world.get("a").await, "new-1", "kept from when it was made");
}

#[tokio::test(start_paused = true)]
async fn the_clock_tells_how_late() {
    let world = World::new();
    let clock = world.refreshes.lock().clock.clone();
    assert_eq!(world.get("a").await, "new-0");
    clock.advance(KEEP - Duration::from_millis(1));
    assert_eq!(world.get("a").await, "new-0");
    clock.advance(Duration::from_millis(1));
    assert_eq!(world.get("a").await, "new-1");
    world.refreshes.end(["ended"]);
    clock.advance(REMEMBER_END - Duration::from_millis(1));
    assert!(world.refreshes.has_ended("ended"));
    clock.advance(Duration::from_millis(1));
    assert!(!world.refreshes.has_ended("ended"));
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_not_kept() {
    let world = World::new();
    assert!(world.ask("a", true).await.expect("no panic").is_err());
    assert_eq!(world.get("a").await, "new-1");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_ended_gives_nothing() {
    let world = World::new();
    let handle = refreshed("").access_token.session_handle().to_owned();
    world.get("a").await;
    world.refreshes.end([handle.as_str()]);
    assert!(world.refreshes.has_ended(&handle));
    assert_eq!(world.get("a").await, "new-1", "asked anew");
    assert_eq!(
        world.get("a").await,
        "new-2",
        "and not kept, as the call may be the older one"
    );
    tokio::time::advance(REMEMBER_END).await;
    assert!(!world.refreshes.has_ended(&handle));
}

#[tokio::test(start_paused = true)]
async fn the_next_refresh_ends_what_is_kept() {
    let world = World::new();
    assert_eq!(world.get("a").await, "new-0");
    assert_eq!(world.get("new-0").await, "new-1");
    assert_eq!(world.get("a").await, "new-2");
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_has_a_limit() {
    let world = World::new();
    for n in 0..=MAX_KEPT {
        let call = || async { Ok(Arc::new(refreshed("new"))) };
        let made = world.refreshes.run(key(&n.to_string(), None, false), call);
        assert!(made.await.is_ok());
        tokio::time::advance(Duration::from_millis(1)).await;
    }
    assert_eq!(world.refreshes.lock().kept.len(), MAX_KEPT);
    assert!(
        !world
            .refreshes
            .lock()
            .kept
            .contains_key(&key("0", None, false))
    );
    world.refreshes.end(["first"]);
    tokio::time::advance(Duration::from_millis(1)).await;
    let many: Vec<_> = (0..2 * MAX_ENDED).map(|n| n.to_string()).collect();
    world.refreshes.end(many.iter().map(String::as_str));
    assert_eq!(world.refreshes.lock().ended.len(), MAX_ENDED);
    assert!(!world.refreshes.has_ended("first"));
}

#[test]
fn the_key_is_all_of_it_and_shows_nothing() {
    let keys = [
        key("a", None, false),
        key("a", None, true),
        key("a", Some(""), false),
        key("a", Some("b"), false),
        key("a b", None, false),
    ];
    for (index, one) in keys.iter().enumerate() {
        assert!(keys[index + 1..].iter().all(|other| other != one));
    }
    let shown = format!("{:?}", key("refresh-secret", Some("csrf-secret"), false));
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn tokens_that_have_expired_serve_nobody() {
    let world = World::new();
    for asked in 1..3 {
        let call = || async {
            world.calls.fetch_add(1, Ordering::Relaxed);
            let mut tokens = refreshed("new");
            tokens.access_token = access_token_for_tests(&json!({ "exp": 1 }));
            Ok(Arc::new(tokens))
        };
        let made = world.refreshes.run(key("a", None, false), call).await;
        assert!(made.is_ok());
        assert_eq!(world.calls.load(Ordering::Relaxed), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn very_long_tokens_are_not_kept() {
    let world = World::new();
    let call = || async {
        let mut tokens = refreshed("new");
        let long = "x".repeat(MAX_KEPT_LENGTH);
        tokens.access_token = access_token_for_tests(&json!({ "long": long }));
        Ok(Arc::new(tokens))
    };
    let made = world.refreshes.run(key("a", None, false), call).await;
    assert!(made.is_ok());
    assert!(world.refreshes.lock().kept.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_changed_since_reaches_those_who_are_late() {
    let world = World::new();
    world.get("a").await;
    let kept = || {
        let known = world.refreshes.lock();
        let kept = known.kept.values().next().expect("one");
        kept.tokens.access_token.payload().get("plan").cloned()
    };
    assert_eq!(kept(), None);
    let changed = access_token_for_tests(&json!({ "plan": "pro" }));
    world.refreshes.renew(&changed);
    assert_eq!(kept(), Some(json!("pro")));
    let of_an_older_line =
        access_token_for_tests(&json!({ "plan": "old", "exp": 4_000_000_001u64 }));
    world.refreshes.renew(&of_an_older_line);
    assert_eq!(kept(), Some(json!("pro")));
    assert_eq!(world.get("a").await, "new-0", "with the same refresh token");
    world.refreshes.forget_session("another");
    assert_eq!(world.get("a").await, "new-0");
    world.refreshes.forget_session(changed.session_handle());
    assert_eq!(world.get("a").await, "new-1");
}

//! Tokens that the core has used up without a new password, because it was away for the rest.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::Instant;

use super::functions::ConsumedResetToken;
use crate::session::SuperTokens;

/// How long such a token stays good after the core has used it up.
const LIFETIME: Duration = Duration::from_secs(600);
/// How many are kept, besides those that a request works on. The oldest make room.
const MOST: usize = 1024;

/// What was known from tokens whose users have no new password yet. They would need another e-mail for nothing.
#[derive(Default)]
pub(super) struct UnfinishedResets(Mutex<VecDeque<Unfinished>>);

struct Unfinished {
    /// Whoever reads the memory shall not find a token.
    hash: Vec<u8>,
    /// One request at a time works on a token. The next would be told that it is invalid.
    turn: Arc<AsyncMutex<()>>,
    known: Option<Known>,
}

struct Known {
    consumed: ConsumedResetToken,
    since: Instant,
}

/// The only request that works on a token now. What it kept stays known however it ends, even by a panic.
pub(super) struct Turn<'a> {
    unfinished: &'a UnfinishedResets,
    hash: Vec<u8>,
    _turn: OwnedMutexGuard<()>,
}

impl UnfinishedResets {
    /// Waits until no other request works on the token.
    pub(super) async fn turn(&self, token: &str, super_tokens: &SuperTokens) -> Turn<'_> {
        let hash = hash(token);
        let turn = self.place(&hash, super_tokens);
        Turn {
            unfinished: self,
            hash,
            _turn: turn.lock_owned().await,
        }
    }

    fn place(&self, hash: &[u8], super_tokens: &SuperTokens) -> Arc<AsyncMutex<()>> {
        let clock = super_tokens.clock();
        let mut all = self.all();
        for it in &mut *all {
            it.known.take_if(|it| clock.since(it.since) >= LIFETIME);
        }
        all.retain(|it| it.known.is_some() || !it.is_idle());
        if let Some(it) = all.iter().find(|it| it.hash == hash) {
            return it.turn.clone();
        }
        if all.iter().filter(|it| it.is_idle()).count() >= MOST
            && let Some(oldest) = all.iter().position(Unfinished::is_idle)
        {
            all.remove(oldest);
        }
        let turn = Arc::default();
        all.push_back(Unfinished {
            hash: hash.to_vec(),
            turn: Arc::clone(&turn),
            known: None,
        });
        turn
    }

    /// A user has a new password, so the other tokens are no good any more: the core does the same.
    pub(super) fn forget(&self, user_id: &str) {
        for it in &mut *self.all() {
            it.known.take_if(|it| it.consumed.user_id == user_id);
        }
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Unfinished>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Unfinished {
    /// No request works on it or waits for it.
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.turn) == 1
    }
}

impl Turn<'_> {
    /// What is known from the token.
    pub(super) fn known(&self) -> Option<ConsumedResetToken> {
        let all = self.unfinished.all();
        let it = all.iter().find(|it| it.hash == self.hash)?;
        it.known.as_ref().map(|it| it.consumed.clone())
    }

    /// Keeps what is known from a token that the core has used up just now.
    pub(super) fn keep(&self, consumed: ConsumedResetToken, super_tokens: &SuperTokens) {
        let since = super_tokens.clock().instant();
        let mut all = self.unfinished.all();
        if let Some(it) = all.iter_mut().find(|it| it.hash == self.hash) {
            it.known = Some(Known { consumed, since });
        }
    }
}

fn hash(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

impl fmt::Debug for UnfinishedResets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnfinishedResets").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;
    use crate::config::{Config, RequestFunctions, Settings};
    use crate::session::{Parts, originals};

    fn super_tokens() -> SuperTokens {
        let settings = Settings {
            connection_uri: Some("http://127.0.0.1:3567".to_owned()),
            app_name: Some("Test".to_owned()),
            api_domain: Some("https://api.example.com".to_owned()),
            website_domain: Some("https://example.com".to_owned()),
            ..Settings::default()
        };
        let config = Config::new(settings, RequestFunctions::default()).expect("valid");
        SuperTokens::new(config, Parts::default(), originals()).expect("valid")
    }

    fn of(user_id: &str) -> ConsumedResetToken {
        ConsumedResetToken::new(user_id, "a@example.com")
    }

    async fn known(
        unfinished: &UnfinishedResets,
        token: &str,
        st: &SuperTokens,
    ) -> Option<ConsumedResetToken> {
        unfinished.turn(token, st).await.known()
    }

    async fn keep(unfinished: &UnfinishedResets, token: &str, user_id: &str, st: &SuperTokens) {
        unfinished.turn(token, st).await.keep(of(user_id), st);
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_stays_good_for_some_minutes_however_often_it_is_tried() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        assert_eq!(known(&unfinished, "a", &st).await, None);
        keep(&unfinished, "a", "1", &st).await;
        assert_eq!(known(&unfinished, "b", &st).await, None);
        assert_eq!(known(&unfinished, "a", &st).await, Some(of("1")));
        advance(LIFETIME / 2).await;
        assert_eq!(known(&unfinished, "a", &st).await, Some(of("1")));
        advance(LIFETIME / 2).await;
        assert_eq!(known(&unfinished, "a", &st).await, None);
        assert!(unfinished.all().len() <= 1, "what is over is dropped");
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_request_waits_for_the_first() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        let first = unfinished.turn("a", &st).await;
        let second = async {
            let second = unfinished.turn("a", &st).await;
            second.known()
        };
        let first = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            first.keep(of("1"), &st);
            drop(first);
        };
        let (seen, ()) = tokio::join!(second, first);
        assert_eq!(seen, Some(of("1")));
    }

    #[tokio::test]
    async fn a_panic_loses_nothing() {
        let st = super_tokens();
        let unfinished = Arc::new(UnfinishedResets::default());
        let (theirs, their_st) = (Arc::clone(&unfinished), st.clone());
        let task = tokio::spawn(async move {
            let turn = theirs.turn("a", &their_st).await;
            turn.keep(of("1"), &their_st);
            panic!("an override");
        });
        assert!(task.await.is_err());
        assert_eq!(known(&unfinished, "a", &st).await, Some(of("1")));
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_password_ends_all_tokens_of_the_user() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        for (token, user_id) in [("a", "1"), ("b", "2"), ("c", "1")] {
            keep(&unfinished, token, user_id, &st).await;
        }
        unfinished.forget("1");
        assert_eq!(known(&unfinished, "a", &st).await, None);
        assert_eq!(known(&unfinished, "c", &st).await, None);
        assert_eq!(known(&unfinished, "b", &st).await, Some(of("2")));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        for n in 0..=MOST {
            keep(&unfinished, &n.to_string(), "1", &st).await;
        }
        assert_eq!(unfinished.all().len(), MOST);
        let last = known(&unfinished, &MOST.to_string(), &st).await;
        assert_eq!(last, Some(of("1")));
        assert_eq!(known(&unfinished, "0", &st).await, None);
    }
}

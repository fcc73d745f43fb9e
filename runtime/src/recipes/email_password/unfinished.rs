//! Tokens that the core has used up without a new password, because it was away for the rest.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::time::Instant;

use super::functions::ConsumedResetToken;
use crate::session::SuperTokens;

/// How long such a token stays good.
const LIFETIME: Duration = Duration::from_secs(600);
/// How many are kept. The oldest make room.
const MOST: usize = 1024;

/// What was known from tokens whose users have no new password yet. They would need another e-mail for nothing.
#[derive(Default)]
pub(super) struct UnfinishedResets(Mutex<VecDeque<Unfinished>>);

struct Unfinished {
    /// Whoever reads the memory shall not find a token.
    hash: Vec<u8>,
    consumed: ConsumedResetToken,
    since: Instant,
}

impl UnfinishedResets {
    /// What is known from a token. It is forgotten: one request at a time goes on with it.
    pub(super) fn take(
        &self,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Option<ConsumedResetToken> {
        let clock = super_tokens.clock();
        let hash = hash(token);
        let mut all = self.all();
        all.retain(|it| clock.since(it.since) < LIFETIME);
        let place = all.iter().position(|it| it.hash == hash)?;
        Some(all.remove(place)?.consumed)
    }

    /// Keeps what is known from a token that was used up.
    pub(super) fn keep(
        &self,
        token: &str,
        consumed: ConsumedResetToken,
        super_tokens: &SuperTokens,
    ) {
        let mut all = self.all();
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Unfinished {
            hash: hash(token),
            consumed,
            since: super_tokens.clock().instant(),
        });
    }

    /// A user has a new password, so the other tokens are no good any more: the core does the same.
    pub(super) fn forget(&self, user_id: &str) {
        self.all().retain(|it| it.consumed.user_id != user_id);
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Unfinished>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[tokio::test(start_paused = true)]
    async fn a_token_goes_on_once_and_for_some_minutes() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        assert_eq!(unfinished.take("a", &st), None);
        unfinished.keep("a", of("1"), &st);
        assert_eq!(unfinished.take("b", &st), None);
        assert_eq!(unfinished.take("a", &st), Some(of("1")));
        assert_eq!(unfinished.take("a", &st), None);
        unfinished.keep("a", of("1"), &st);
        advance(LIFETIME).await;
        assert_eq!(unfinished.take("a", &st), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_password_ends_all_tokens_of_the_user() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        for (token, user_id) in [("a", "1"), ("b", "2"), ("c", "1")] {
            unfinished.keep(token, of(user_id), &st);
        }
        unfinished.forget("1");
        assert_eq!(unfinished.take("a", &st), None);
        assert_eq!(unfinished.take("c", &st), None);
        assert_eq!(unfinished.take("b", &st), Some(of("2")));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded() {
        let st = super_tokens();
        let unfinished = UnfinishedResets::default();
        for n in 0..=MOST {
            unfinished.keep(&n.to_string(), of("1"), &st);
        }
        assert_eq!(unfinished.all().len(), MOST);
        assert_eq!(unfinished.take("0", &st), None);
        assert_eq!(unfinished.take(&MOST.to_string(), &st), Some(of("1")));
    }
}

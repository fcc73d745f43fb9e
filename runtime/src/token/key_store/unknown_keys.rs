//! Key ids that the core did not know a moment ago, so that forged key ids do not cause many calls.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::Clock;

/// An unknown key id is not asked for again within this time. The core publishes a key a minute before it
/// signs with it, so no honest token is refused.
pub(super) const REMEMBERED: Duration = Duration::from_secs(5);
/// Above any real key id; longer ones are never asked for.
const MAX_KID_LENGTH: usize = 128;
const MAX_REMEMBERED: usize = 1024;

/// Key ids, and when the core was asked for each.
pub(super) struct UnknownKeys {
    asked_at: Mutex<HashMap<String, Instant>>,
    clock: Clock,
}

impl UnknownKeys {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            asked_at: Mutex::default(),
            clock,
        }
    }

    /// Whether it is worth asking the core for this key.
    pub(super) fn may_exist(&self, kid: &str) -> bool {
        let is_old = |asked: &Instant| self.clock.since(*asked) >= REMEMBERED;
        kid.len() <= MAX_KID_LENGTH && self.lock().get(kid).is_none_or(is_old)
    }

    /// The core does not know this key.
    pub(super) fn remember(&self, kid: &str) {
        let mut asked_at = self.lock();
        if asked_at.len() >= MAX_REMEMBERED {
            asked_at.retain(|_, asked| self.clock.since(*asked) < REMEMBERED);
        }
        if asked_at.len() < MAX_REMEMBERED {
            asked_at.insert(kid.to_owned(), self.clock.instant());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.asked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

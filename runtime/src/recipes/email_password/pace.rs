//! How long the core takes for an address that somebody has, so that one that nobody has takes as long.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The paces of the calls that only addresses make that somebody has.
pub(crate) struct Paces {
    /// Checking a password, which the core makes slow on purpose.
    pub(crate) sign_in: Pace,
    /// Making a token that resets a password.
    pub(crate) reset_token: Pace,
}

impl Default for Paces {
    fn default() -> Self {
        Self {
            sign_in: Pace::new(Duration::from_millis(100)),
            reset_token: Pace::new(Duration::from_millis(5)),
        }
    }
}

/// How long one kind of call took lately.
///
/// Whoever waits picks one of these times at random: a mean would show by its sameness.
pub(crate) struct Pace {
    recent: Mutex<VecDeque<Duration>>,
}

/// So many times are remembered: enough to look alike, and few enough to follow the core when it becomes slow.
const REMEMBERED: usize = 32;

impl Pace {
    /// Until the first call a wait lasts as long as `usual`.
    pub(crate) fn new(usual: Duration) -> Self {
        Self {
            recent: Mutex::new(VecDeque::from([usual])),
        }
    }

    /// Makes a call and remembers how long it took, unless it failed.
    pub(crate) async fn keep<T, E>(
        &self,
        call: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let start = Instant::now();
        let result = call.await?;
        self.note(start.elapsed());
        Ok(result)
    }

    /// Waits as long as one of the calls took.
    pub(crate) async fn wait(&self) {
        tokio::time::sleep(self.pick()).await;
    }

    fn note(&self, took: Duration) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.push_front(took);
        recent.truncate(REMEMBERED);
    }

    fn pick(&self) -> Duration {
        let mut random = [0; 1];
        // Without randomness it is the first one, which is no secret.
        _ = aws_lc_rs::rand::fill(&mut random);
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent[usize::from(random[0]) % recent.len()]
    }
}

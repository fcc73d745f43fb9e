//! How long the core takes for an address that somebody has, so that one that nobody has takes as long.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The paces of the calls that are only made for addresses that somebody has.
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
/// Whoever has no call to make waits for one of these times, picked at random: always the same time, such as their mean,
/// would show.
pub(crate) struct Pace {
    /// What a call takes, as far as we know before the first.
    usual: Duration,
    recent: Mutex<VecDeque<Duration>>,
}

/// So many times are remembered: enough to look alike, and few enough to follow a core that becomes slow.
const REMEMBERED: usize = 32;
/// With fewer times than this, each of them would come back so often that it would be recognised.
const ENOUGH: usize = 8;

impl Pace {
    pub(crate) const fn new(usual: Duration) -> Self {
        Self {
            usual,
            recent: Mutex::new(VecDeque::new()),
        }
    }

    /// Remembers a call that began at `start` and is over.
    pub(crate) fn note(&self, start: Instant) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.push_front(start.elapsed());
        recent.truncate(REMEMBERED);
    }

    /// Waits until a call that began at `start` could be over.
    pub(crate) async fn wait_since(&self, start: Instant) {
        tokio::time::sleep_until(start + self.pick()).await;
    }

    /// One of the last times. While there are few, it is scattered by up to a quarter: nobody's call takes exactly the
    /// same time twice.
    fn pick(&self) -> Duration {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut random = [0; 3];
        if aws_lc_rs::rand::fill(&mut random).is_err() {
            return recent.front().copied().unwrap_or(self.usual);
        }
        let [which, high, low] = random;
        let n = usize::from(which) % recent.len().max(1);
        let time = recent.get(n).copied().unwrap_or(self.usual);
        if recent.len() >= ENOUGH {
            return time;
        }
        let scatter = u32::from(u16::from_be_bytes([high, low]));
        time.mul_f64(0.75 + f64::from(scatter) / f64::from(u16::MAX) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tokio::time::{advance, sleep};

    use super::*;

    const USUAL: Duration = Duration::from_millis(100);

    async fn call(pace: &Pace, takes: Duration) {
        let start = Instant::now();
        sleep(takes).await;
        pace.note(start);
    }

    async fn wait(pace: &Pace) -> Duration {
        let start = Instant::now();
        pace.wait_since(start).await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_lasts_as_long_as_one_of_the_last_calls() {
        let pace = Pace::new(USUAL);
        let times: Vec<_> = (1..=REMEMBERED as u64).map(Duration::from_millis).collect();
        for takes in &times {
            call(&pace, *takes).await;
        }
        let mut waited = HashSet::new();
        for _ in 0..1000 {
            waited.insert(wait(&pace).await);
        }
        assert!(waited.iter().all(|time| times.contains(time)), "{waited:?}");
        assert!(waited.len() > REMEMBERED / 2, "they differ: {waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_pace_follows_the_core() {
        let pace = Pace::new(USUAL);
        for takes in [1, 3000] {
            let takes = Duration::from_millis(takes);
            for _ in 0..REMEMBERED {
                call(&pace, takes).await;
            }
            assert_eq!(wait(&pace).await, takes);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_over_already_counts() {
        let pace = Pace::new(USUAL);
        for _ in 0..ENOUGH {
            call(&pace, USUAL).await;
        }
        let start = Instant::now();
        advance(USUAL / 2).await;
        pace.wait_since(start).await;
        assert_eq!(start.elapsed(), USUAL);
        advance(USUAL).await;
        pace.wait_since(start).await;
        assert_eq!(start.elapsed(), 2 * USUAL);
    }

    #[tokio::test(start_paused = true)]
    async fn few_calls_do_not_show() {
        let pace = Pace::new(USUAL);
        for calls in 0..ENOUGH {
            let mut waited = HashSet::new();
            for _ in 0..50 {
                let time = wait(&pace).await;
                assert!(time >= USUAL * 3 / 4 && time <= USUAL * 5 / 4 + Duration::from_millis(1));
                waited.insert(time);
            }
            assert!(waited.len() > 10, "after {calls} calls: {waited:?}");
            call(&pace, USUAL).await;
        }
    }
}

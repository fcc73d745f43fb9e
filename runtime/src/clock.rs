//! The time by which one SuperTokens works. A test may move it.

#[cfg(any(test, feature = "testing"))]
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// The time by which one SuperTokens works, which is the system's. All clones are the same clock.
///
/// Tokens expire by it, and what is remembered grows old by it. Pauses that are really waited for, such as the timeout
/// of a call to the core, go by tokio's time alone. Without the feature `testing` it has no size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    /// In milliseconds, how far a movable clock is ahead of the system's time.
    #[cfg(any(test, feature = "testing"))]
    ahead: Option<Arc<AtomicU64>>,
}

#[cfg(not(any(test, feature = "testing")))]
const _: () = assert!(size_of::<Clock>() == 0);

impl Clock {
    /// The time since 1970; zero before that.
    pub(crate) fn since_1970(&self) -> Duration {
        let now = SystemTime::now() + self.ahead();
        now.duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    /// The milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.since_1970().as_millis()).unwrap_or(u64::MAX)
    }

    /// A moment, for [`Self::since`] to look back at.
    pub(crate) fn instant(&self) -> Instant {
        Instant::now() + self.ahead()
    }

    /// How long ago a moment of this clock was.
    pub(crate) fn since(&self, moment: Instant) -> Duration {
        self.instant().saturating_duration_since(moment)
    }
}

#[cfg(not(any(test, feature = "testing")))]
impl Clock {
    /// How far the clock is ahead of the system's time.
    #[allow(
        clippy::unused_self,
        reason = "with the feature `testing` clocks differ"
    )]
    pub(crate) const fn ahead(&self) -> Duration {
        Duration::ZERO
    }
}

#[cfg(any(test, feature = "testing"))]
impl Clock {
    /// More than any token lives, and less than a moment cannot hold.
    const FARTHEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

    /// A clock that shows the system's time until it is moved.
    #[allow(dead_code, reason = "for the kit")]
    pub(crate) fn movable() -> Self {
        Self {
            ahead: Some(Arc::default()),
        }
    }

    /// Moves a movable clock and its clones forward. The steps add up, to a hundred years at most.
    #[allow(dead_code, reason = "for the kit")]
    pub(crate) fn advance(&self, by: Duration) {
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        if let Some(ahead) = &self.ahead {
            let step = |before: u64| before.saturating_add(ms(by)).min(ms(Self::FARTHEST));
            let moved = |before| Some(step(before));
            _ = ahead.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved);
        }
    }

    /// How far the clock is ahead of the system's time.
    pub(crate) fn ahead(&self) -> Duration {
        let ahead = self.ahead.as_ref();
        ahead.map_or(Duration::ZERO, |ahead| {
            Duration::from_millis(ahead.load(Ordering::SeqCst))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[tokio::test(start_paused = true)]
    async fn clones_move_together_and_others_stay() {
        let (clock, other) = (Clock::movable(), Clock::movable());
        let clone = clock.clone();
        let (moment, wall) = (clock.instant(), clock.since_1970());
        clone.advance(HOUR);
        clone.advance(HOUR);
        assert_eq!(clock.since(moment), 2 * HOUR);
        assert!(clock.since_1970() >= wall + 2 * HOUR);
        assert_eq!(other.since(moment), Duration::ZERO);
        tokio::time::advance(HOUR).await;
        assert_eq!(clock.since(moment), 3 * HOUR);
    }

    #[tokio::test(start_paused = true)]
    async fn no_step_overflows_and_the_systems_clock_does_not_move() {
        let clock = Clock::movable();
        let moment = clock.instant();
        for _ in 0..2 {
            clock.advance(Duration::MAX);
        }
        assert_eq!(clock.since(moment), Clock::FARTHEST);
        assert!(clock.now_ms() > 0);
        let system = Clock::default();
        system.advance(HOUR);
        assert_eq!(system.since(moment), Duration::ZERO);
    }

    #[test]
    fn a_moment_that_is_still_to_come_was_not_long_ago() {
        let ahead = Clock::movable();
        ahead.advance(HOUR);
        assert_eq!(Clock::default().since(ahead.instant()), Duration::ZERO);
    }
}

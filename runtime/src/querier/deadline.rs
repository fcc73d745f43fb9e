//! How long a caller waits.

use std::time::Duration;

use tokio::time::Instant;

/// Longer than any process lives; stands in for what an `Instant` cannot hold.
const NEVER: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// Until when a caller waits, all attempts included.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now() + time.min(NEVER))
    }

    pub(crate) fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    pub(super) fn is_over(self) -> bool {
        self.left().is_zero()
    }

    /// The time for one of `attempts`, if all of them get the same time.
    pub(super) fn share(self, attempts: usize) -> Duration {
        let attempts = u32::try_from(attempts.max(1)).unwrap_or(u32::MAX);
        self.left() / attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn is_divided_and_runs_out() {
        let deadline = Deadline::after(Duration::from_secs(9));
        assert_eq!(deadline.share(3), Duration::from_secs(3));
        assert_eq!(deadline.share(0), Duration::from_secs(9));
        tokio::time::advance(Duration::from_secs(8)).await;
        assert_eq!(deadline.share(2), Duration::from_millis(500));
        assert!(!deadline.is_over());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(deadline.is_over());
        assert_eq!(deadline.share(2), Duration::ZERO);
        assert!(Deadline::after(Duration::MAX).left() > Duration::from_secs(1_000_000));
    }
}

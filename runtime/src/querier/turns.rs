//! Which host of the core is asked first.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::Clock;

/// A host that failed is asked last for this long.
const AVOIDED: Duration = Duration::from_secs(10);

/// Decides which host is next. The hosts share the load, and a host that failed a moment ago comes last. So not every
/// call waits for a host that hangs, and a call that must not be repeated is not sent to it.
pub(super) struct Turns {
    /// Advanced with every call.
    next: AtomicUsize,
    failed_at: Vec<Mutex<Option<Instant>>>,
    clock: Clock,
}

impl Turns {
    pub(super) fn new(hosts: usize, clock: Clock) -> Self {
        Self {
            next: AtomicUsize::new(0),
            failed_at: (0..hosts).map(|_| Mutex::default()).collect(),
            clock,
        }
    }

    /// The order in which one call asks the hosts.
    pub(super) fn order(&self) -> Vec<usize> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let hosts = self.failed_at.len();
        let mut order: Vec<_> = (0..hosts).map(|n| first.wrapping_add(n) % hosts).collect();
        order.sort_by_key(|host| self.has_failed(*host));
        order
    }

    pub(super) fn note(&self, host: usize, failed: bool) {
        *self.lock(host) = failed.then(|| self.clock.instant());
    }

    fn has_failed(&self, host: usize) -> bool {
        let failed_at = *self.lock(host);
        failed_at.is_some_and(|at| self.clock.since(at) < AVOIDED)
    }

    fn lock(&self, host: usize) -> MutexGuard<'_, Option<Instant>> {
        self.failed_at[host]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn all_have_their_turn_and_those_that_failed_come_last() {
        let clock = Clock::movable();
        let turns = Turns::new(3, clock.clone());
        assert_eq!(turns.order(), [0, 1, 2]);
        assert_eq!(turns.order(), [1, 2, 0]);
        turns.note(2, true);
        assert_eq!(turns.order(), [0, 1, 2]);
        assert_eq!(turns.order(), [0, 1, 2]);
        assert_eq!(turns.order(), [1, 0, 2]);
        turns.note(1, true);
        turns.note(2, false);
        assert_eq!(turns.order(), [2, 0, 1]);
        let half = AVOIDED / 2;
        tokio::time::advance(half).await;
        clock.advance(half - Duration::from_millis(1));
        assert!(turns.has_failed(1));
        clock.advance(Duration::from_millis(1));
        assert_eq!(turns.order(), [0, 1, 2]);
        assert_eq!(turns.order(), [1, 2, 0]);
    }
}

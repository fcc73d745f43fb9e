//! What the suites count.

use std::sync::atomic::{AtomicU32, Ordering};

/// What the suites count. It outlives the configurations.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Calls of the refresh route, with or without success.
    pub(crate) refreshes_attempted: Counter,
    /// Refreshes that succeeded and named the recipe.
    pub(crate) refreshes: Counter,
    /// Calls of `GET /` with a session.
    pub(crate) sessions_read: Counter,
}

impl Counters {
    pub(crate) fn reset(&self) {
        for counter in [
            &self.refreshes_attempted,
            &self.refreshes,
            &self.sessions_read,
        ] {
            counter.0.store(0, Ordering::Relaxed);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU32);

impl Counter {
    pub(crate) fn increment(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

//! Faults that tests put in: an outage, slow responses.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// The faults in force.
#[derive(Default)]
pub(crate) struct Faults {
    unavailable: AtomicBool,
    delay_us: AtomicU64,
}

impl Faults {
    pub(crate) fn set_unavailable(&self, unavailable: bool) {
        self.unavailable.store(unavailable, Ordering::SeqCst);
    }

    pub(crate) fn set_delay(&self, delay: Duration) {
        self.delay_us.store(
            u64::try_from(delay.as_micros()).unwrap_or(u64::MAX),
            Ordering::SeqCst,
        );
    }

    pub(super) fn unavailable(&self) -> bool {
        self.unavailable.load(Ordering::SeqCst)
    }

    pub(super) fn delay(&self) -> Option<Duration> {
        let us = self.delay_us.load(Ordering::SeqCst);
        (us > 0).then(|| Duration::from_micros(us))
    }
}

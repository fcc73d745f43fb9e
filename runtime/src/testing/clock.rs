//! The clock of a test.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use supertokens_dev_core::Clock;

/// The clock of an application under test and of its core; see [`TestSuperTokens::clock`](super::TestSuperTokens::clock).
#[derive(Clone)]
pub struct TestClock {
    core: Clock,
}

impl TestClock {
    pub(super) fn of(core: Clock) -> Self {
        Self { core }
    }

    /// Lets time pass, for the core and for the application's `SuperTokens` alike: access tokens and sessions expire,
    /// claims grow old. Nobody waits. Steps add up, and there is no way back.
    pub fn advance(&self, by: Duration) {
        self.core.advance(by);
    }

    /// What the clock shows.
    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.now_ms())
    }

    /// The same in milliseconds since 1970.
    pub(super) fn now_ms(&self) -> u64 {
        u64::try_from(self.core.now_ms()).unwrap_or_default()
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock")
            .field("now", &self.now())
            .finish()
    }
}

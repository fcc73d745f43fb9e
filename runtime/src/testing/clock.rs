//! The clock of a test.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::clock::Clock;

/// The clock of an application under test and of its core; see [`TestSuperTokens::clock`](super::TestSuperTokens::clock).
#[derive(Clone)]
pub struct TestClock {
    application: Clock,
    core: supertokens_dev_core::Clock,
}

impl TestClock {
    /// The core's clock, and another for the application that moves with it.
    pub(super) fn beside(core: supertokens_dev_core::Clock) -> Self {
        Self {
            application: Clock::movable(),
            core,
        }
    }

    /// Lets time pass, for the core and for the application's `SuperTokens` alike: access tokens and sessions expire,
    /// claims grow old. Nobody waits. Steps add up, and there is no way back.
    pub fn advance(&self, by: Duration) {
        // First the application: a token that a new request gets from the core is not from the future then.
        self.application.advance(by);
        self.core.advance(by);
    }

    /// What the clock shows.
    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.now_ms())
    }

    /// The same in milliseconds since 1970.
    pub(super) fn now_ms(&self) -> u64 {
        self.application.now_ms()
    }

    pub(super) fn of_application(&self) -> &Clock {
        &self.application
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock")
            .field("now", &self.now())
            .finish()
    }
}

//! Numbers that look random and are the same in every run.

use std::time::Duration;

/// A linear congruential generator, by the constants of Knuth's MMIX.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Self(seed);
        chance.below(2);
        chance
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A time of less than so many milliseconds.
    pub(crate) fn pause(&mut self, end: u64) -> Duration {
        Duration::from_millis(self.below(end))
    }
}

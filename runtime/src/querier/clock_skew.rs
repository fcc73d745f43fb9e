//! How far the clock of the core and that of this machine are apart.

use std::time::{Duration, SystemTime};

/// Less than this does not matter, and two machines are seldom closer than a second.
const TOLERATED: Duration = Duration::from_secs(5);

/// By how much the clocks differ, at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClockSkew {
    /// Whole seconds.
    pub(super) by: Duration,
    /// Whether it is this machine that is behind.
    pub(super) behind: bool,
}

impl ClockSkew {
    /// `core` is the core's `Date`, which it wrote at some time between `sent` and `received`; it has no fractions of a
    /// second. So a slow response shows no skew that is not there.
    pub(super) fn of(core: SystemTime, sent: SystemTime, received: SystemTime) -> Option<Self> {
        let latest = core + Duration::from_secs(1);
        let behind = core.duration_since(received).map(|by| (by, true));
        let ahead = || sent.duration_since(latest).map(|by| (by, false));
        let (by, behind) = behind.or_else(|_| ahead()).ok()?;
        (by >= TOLERATED).then(|| Self {
            by: Duration::from_secs(by.as_secs()),
            behind,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn only_what_is_sure_counts() {
        let at = |ms: u64| UNIX_EPOCH + Duration::from_millis(1_000_000_000 + ms);
        let skew = |core, sent, received| ClockSkew::of(at(core), at(sent), at(received));
        let by = |seconds, behind| {
            Some(ClockSkew {
                by: Duration::from_secs(seconds),
                behind,
            })
        };
        assert_eq!(skew(100_000, 100_000, 100_010), None);
        assert_eq!(skew(100_000, 100_900, 100_999), None);
        // Five seconds and more.
        assert_eq!(skew(100_000, 94_000, 95_001), None);
        assert_eq!(skew(100_000, 94_000, 95_000), by(5, true));
        assert_eq!(skew(100_000, 105_999, 107_000), None);
        assert_eq!(skew(100_000, 106_000, 107_000), by(5, false));
        // The core took twenty seconds to respond.
        assert_eq!(skew(100_000, 90_000, 110_000), None);
        assert_eq!(skew(100_000, 9_500, 10_200), by(89, true));
    }
}

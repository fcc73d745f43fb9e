//! What is left of a number of attempts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// So many attempts at once; those used come back one by one, all of them within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    attempts: u32,
    within: Duration,
}

impl Limit {
    pub(super) const fn new(attempts: u32, within: Duration) -> Self {
        Self { attempts, within }
    }

    /// More is for ever, and a century fits twice into 64 bits of nanoseconds.
    const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

    /// In nanoseconds, how long it takes until one attempt comes back, and until all do; `None` if there are none.
    fn times(self) -> Option<(u64, u64)> {
        let within = u64::try_from(self.within.min(Self::LONGEST).as_nanos()).ok()?;
        let one = within.checked_div(self.attempts.into())?;
        Some((one, one.saturating_mul(self.attempts.into())))
    }
}

/// The attempts of one client, or for one address.
///
/// This is the generic cell rate algorithm: one number says what is left, namely when all attempts will have come back. It
/// needs no timer, and a bucket that is dropped when all have come back changes nothing.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// In nanoseconds.
    full_at: AtomicU64,
    told: AtomicBool,
}

impl Bucket {
    /// Takes one attempt at a moment, in nanoseconds. If none is left, it returns how long to wait for the next one.
    pub(super) fn take(&self, limit: Limit, now: u64) -> Result<(), Duration> {
        let Some((one, all)) = limit.times() else {
            return Err(limit.within.min(Limit::LONGEST));
        };
        let latest = now.saturating_add(all);
        let take = |full_at: u64| {
            let after = full_at.max(now).saturating_add(one);
            (after <= latest).then_some(after)
        };
        match self
            .full_at
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
        {
            Ok(full_at) => {
                if full_at <= now {
                    self.told.store(false, Ordering::SeqCst);
                }
                Ok(())
            }
            Err(full_at) => Err(Duration::from_nanos(
                full_at.saturating_add(one).saturating_sub(latest),
            )),
        }
    }

    /// Gives an attempt back that was taken.
    pub(super) fn give_back(&self, limit: Limit) {
        let one = limit.times().map_or(0, |(one, _)| one);
        let give = |full_at: u64| Some(full_at.saturating_sub(one));
        _ = self
            .full_at
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, give);
    }

    /// True once, until all attempts have come back.
    pub(super) fn is_news(&self) -> bool {
        !self.told.swap(true, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;
    const MINUTE: u64 = 60 * SECOND;
    const SIX_A_MINUTE: Limit = Limit::new(6, Duration::from_secs(60));

    #[test]
    fn attempts_run_out_and_come_back_one_by_one() {
        let bucket = Bucket::default();
        for _ in 0..6 {
            assert_eq!(bucket.take(SIX_A_MINUTE, 0), Ok(()));
        }
        assert_eq!(bucket.take(SIX_A_MINUTE, 0), Err(Duration::from_secs(10)));
        // A refused attempt takes nothing.
        assert_eq!(
            bucket.take(SIX_A_MINUTE, SECOND),
            Err(Duration::from_secs(9))
        );
        assert_eq!(bucket.take(SIX_A_MINUTE, 10 * SECOND), Ok(()));
        assert_eq!(
            bucket.take(SIX_A_MINUTE, 10 * SECOND),
            Err(Duration::from_secs(10))
        );
        // However long nobody came, there are six.
        for _ in 0..6 {
            assert_eq!(bucket.take(SIX_A_MINUTE, 100 * MINUTE), Ok(()));
        }
        assert!(bucket.take(SIX_A_MINUTE, 100 * MINUTE).is_err());
    }

    #[test]
    fn an_attempt_that_is_given_back_does_not_count_and_no_more_than_all_come_back() {
        let bucket = Bucket::default();
        for _ in 0..100 {
            assert_eq!(bucket.take(SIX_A_MINUTE, MINUTE), Ok(()));
            bucket.give_back(SIX_A_MINUTE);
        }
        for _ in 0..100 {
            bucket.give_back(SIX_A_MINUTE);
        }
        for _ in 0..6 {
            assert_eq!(bucket.take(SIX_A_MINUTE, MINUTE), Ok(()));
        }
        assert!(bucket.take(SIX_A_MINUTE, MINUTE).is_err());
    }

    #[test]
    fn limits_at_the_edge() {
        let never = Limit::new(0, Duration::from_secs(60));
        assert_eq!(
            Bucket::default().take(never, 5),
            Err(Duration::from_secs(60))
        );
        Bucket::default().give_back(never);
        let always = Limit::new(1, Duration::ZERO);
        let bucket = Bucket::default();
        assert!((0..1000).all(|_| bucket.take(always, 5).is_ok()));
        let once = Limit::new(1, Duration::MAX);
        let bucket = Bucket::default();
        assert_eq!(bucket.take(once, 5), Ok(()));
        assert!(bucket.take(once, 6).is_err());
    }

    #[test]
    fn it_is_news_once_until_all_have_come_back() {
        let bucket = Bucket::default();
        while bucket.take(SIX_A_MINUTE, 0).is_ok() {}
        assert!(bucket.is_news());
        assert!(!bucket.is_news());
        // One has come back, and is taken at once.
        assert_eq!(bucket.take(SIX_A_MINUTE, 10 * SECOND), Ok(()));
        assert!(!bucket.is_news());
        assert_eq!(bucket.take(SIX_A_MINUTE, 10 * MINUTE), Ok(()));
        assert!(bucket.is_news());
    }

    #[test]
    fn clients_that_come_at_once_get_no_more_than_others() {
        let bucket = Bucket::default();
        let admitted = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        if bucket.take(SIX_A_MINUTE, 0).is_ok() {
                            admitted.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert_eq!(admitted.into_inner(), 6);
    }
}

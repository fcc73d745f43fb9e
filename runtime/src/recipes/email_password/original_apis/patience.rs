//! Steps that are tried again, because an earlier one cannot be undone.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::error::Error;

/// Waits before a step is tried again, where the core is away.
const WAITS: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_millis(2000),
];
/// After this time nothing is tried again: the client would not wait for it.
const MOST_TIME: Duration = Duration::from_secs(10);

/// Tries again where the core is away for a moment.
pub(super) async fn patiently<T, F>(mut step: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let start = Instant::now();
    let mut waits = WAITS.into_iter();
    loop {
        let result = step().await;
        let away = result.as_ref().is_err_and(is_away);
        match waits.next() {
            Some(wait) if away && start.elapsed() + wait < MOST_TIME => sleep(wait).await,
            _ => return result,
        }
    }
}

/// Whether the core is away, and may be back soon.
pub(super) fn is_away(error: &Error) -> bool {
    matches!(error, Error::Core(error) if error.is_unavailable())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::error::CoreError;

    /// How often a step is made that fails so many times, and whether it worked in the end.
    async fn tried(failures: usize) -> (usize, bool) {
        let tried = Cell::new(0);
        let result = patiently(|| {
            tried.set(tried.get() + 1);
            let works = tried.get() > failures;
            async move {
                if works {
                    Ok(())
                } else {
                    Err(Error::Core(CoreError::NoUsableKey))
                }
            }
        });
        let works = result.await.is_ok();
        (tried.get(), works)
    }

    #[tokio::test(start_paused = true)]
    async fn a_core_that_comes_back_soon_is_enough() {
        assert_eq!(tried(0).await, (1, true));
        assert_eq!(tried(3).await, (4, true));
        assert_eq!(tried(9).await, (4, false));
    }
}

//! One look at the hosts of the core for many callers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::deadline::Deadline;
use super::shared_attempt::SharedAttempt;
use crate::clock::Clock;
use crate::doctor::Finding;

/// How long it is not asked again what the hosts of the core said, so that an open health endpoint is no lever
/// against the core.
const COUNTS: Duration = Duration::from_secs(5);

/// What the hosts of the core said last.
#[derive(Default)]
pub(super) struct RecentCheck {
    running: SharedAttempt<Vec<Finding>>,
    last: Mutex<Option<(Instant, Vec<Finding>)>>,
}

impl RecentCheck {
    /// What was found a moment ago, or else what `look` finds now. Many callers share one look.
    pub(super) async fn or_look<F: Future<Output = Vec<Finding>>>(
        &self,
        clock: &Clock,
        deadline: Deadline,
        look: impl Fn() -> F,
    ) -> Vec<Finding> {
        let look_unless_known = || async {
            let last = || self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, findings)) = &*last()
                && clock.since(*at) < COUNTS
            {
                return findings.clone();
            }
            let findings = look().await;
            *last() = Some((clock.instant(), findings.clone()));
            findings
        };
        match self.running.run(deadline, look_unless_known).await {
            Some(findings) => findings,
            None => look().await,
        }
    }
}

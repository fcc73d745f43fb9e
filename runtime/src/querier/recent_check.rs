//! One look at the hosts of the core for many callers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::client::Querier;
use super::shared_attempt::SharedAttempt;
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

impl Querier {
    /// What is wrong with the hosts of the core, each asked by itself. Many callers share one look, and a look counts
    /// for a few seconds.
    pub(crate) async fn recently_checked_hosts(&self) -> Vec<Finding> {
        let recent = &self.recent_check;
        let look = || async {
            let last = || recent.last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, findings)) = &*last()
                && self.clock.since(*at) < COUNTS
            {
                return findings.clone();
            }
            let findings = self.check_hosts().await;
            *last() = Some((self.clock.instant(), findings.clone()));
            findings
        };
        match recent.running.run(self.deadline(), look).await {
            Some(findings) => findings,
            None => self.check_hosts().await,
        }
    }
}

//! What was found so far, for whoever asks later.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Finding;

/// How long one token of the other kind counts. Where the setting is wrong, more of them come all the time.
const OTHER_KIND_COUNTS: Duration = Duration::from_secs(10 * 60);

/// What was found at launch, and what requests have shown since.
#[derive(Default)]
pub(crate) struct Noted {
    findings: Mutex<Vec<Finding>>,
    /// When a token came last that was signed with a key of the other kind.
    other_kind: Mutex<Option<Instant>>,
}

impl Noted {
    /// Notes what stays true until the next launch.
    pub(crate) fn add(&self, findings: impl IntoIterator<Item = Finding>) {
        let mut all = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(findings);
    }

    /// Notes a token that was signed with a key of the other kind. The first of many is logged.
    pub(crate) fn add_token_of_other_kind(&self, dynamic: bool) {
        let mut last = self
            .other_kind
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_first = !last.is_some_and(counts);
        *last = Some(Instant::now());
        drop(last);
        if is_first {
            Finding::TokensOfOtherKind { dynamic }.log();
        }
    }

    /// What was found and still holds.
    pub(crate) fn all(&self, dynamic: bool) -> Vec<Finding> {
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self
            .other_kind
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let other_kind = last.filter(|at| counts(*at));
        let other_kind = other_kind.map(|_| Finding::TokensOfOtherKind { dynamic });
        findings.iter().cloned().chain(other_kind).collect()
    }
}

fn counts(at: Instant) -> bool {
    at.elapsed() < OTHER_KIND_COUNTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_token_of_the_other_kind_is_forgotten_after_a_while() {
        let noted = Noted::default();
        assert_eq!(noted.all(true).len(), 0);
        noted.add([Finding::LogLevelDebug]);
        noted.add_token_of_other_kind(true);
        assert_eq!(noted.all(true).len(), 2);
        tokio::time::advance(OTHER_KIND_COUNTS / 2).await;
        noted.add_token_of_other_kind(true);
        tokio::time::advance(OTHER_KIND_COUNTS / 2).await;
        assert_eq!(noted.all(true)[1].code(), "tokens_of_other_kind");
        tokio::time::advance(OTHER_KIND_COUNTS / 2).await;
        assert_eq!(noted.all(true).len(), 1);
    }
}

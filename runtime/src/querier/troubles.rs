//! What the hosts of the core failed with in one call, so that each failure is told once: by the error that the call
//! ends with, or else in the log.

use crate::config::CoreHost;
use crate::error::{Chain, CoreError, HostFailure};

/// What was wrong with the hosts asked so far.
///
/// Where another host then does what was asked, or the caller goes away, nobody would learn of a host that is down.
/// So whatever [`into_error`](Self::into_error) does not take is logged in the end.
#[derive(Default)]
pub(super) struct Troubles {
    failures: Vec<HostFailure>,
    /// Of hosts that responded, with the host.
    refusals: Vec<(String, CoreError)>,
}

impl Troubles {
    /// A host gave no response.
    pub(super) fn note_failure(&mut self, failure: HostFailure) {
        self.failures.push(failure);
    }

    /// A host responded, but not with what was asked for.
    pub(super) fn note_refusal(&mut self, host: &CoreHost, error: CoreError) {
        self.refusals.push((host.domain.clone(), error));
    }

    /// How many hosts gave no response, each time counted.
    pub(super) fn failures(&self) -> usize {
        self.failures.len()
    }

    /// What the call fails with: what a host said goes before what happened to those that said nothing.
    pub(super) fn into_error(mut self) -> CoreError {
        match self.refusals.pop() {
            Some((_, error)) => error,
            None => CoreError::Unreachable(std::mem::take(&mut self.failures)),
        }
    }
}

impl Drop for Troubles {
    fn drop(&mut self) {
        for failure in &self.failures {
            tracing::warn!("a host of the core gave no response: {}", Chain(failure));
        }
        for (host, error) in &self.refusals {
            let error = Chain(error);
            tracing::warn!(%host, %error, "a host of the core did not do what it was asked");
        }
    }
}

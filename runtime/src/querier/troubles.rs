//! The failures of the core's hosts in one call. Each failure is reported once: in the error of the call, or else in
//! the log.

use crate::config::CoreHost;
use crate::error::{Chain, CoreError, HostFailure};

/// The failures of the hosts asked so far.
///
/// If another host then carries out the call, or the caller is cancelled, nobody would notice that a host is down. So
/// all failures that [`into_error`](Self::into_error) does not take are logged.
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

    /// How often hosts gave no response.
    pub(super) fn failures(&self) -> usize {
        self.failures.len()
    }

    /// The error of the call. A host's response takes precedence over hosts that did not respond.
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

//! Where a request collects the changes to its client's tokens.

use std::sync::{Arc, Mutex, PoisonError};

use super::outgoing::{Changes, Outgoing};
use crate::clock::Clock;
use crate::config::TransferConfig;

/// The changes that one request makes to the client's tokens. The session, the handler and the writer of the response
/// share them.
pub(crate) struct Outbox {
    config: Arc<TransferConfig>,
    clock: Clock,
    changes: Mutex<Changes>,
}

impl Outbox {
    pub(crate) fn new(config: Arc<TransferConfig>, clock: Clock) -> Self {
        Self {
            config,
            clock,
            changes: Mutex::default(),
        }
    }

    /// How tokens travel for this request.
    pub(crate) fn config(&self) -> &TransferConfig {
        &self.config
    }

    pub(crate) fn open(&self) -> Outgoing<'_> {
        Outgoing {
            config: &self.config,
            clock: &self.clock,
            changes: self.changes.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

//! Where a request collects the changes to its client's tokens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::outgoing::Outgoing;
use crate::config::TransferConfig;

/// The changes that one request makes to the client's tokens. The session, the handler and the writer of the response
/// share them.
#[derive(Clone)]
pub(crate) struct Outbox(Arc<Mutex<Outgoing>>);

impl Outbox {
    pub(crate) fn new(config: Arc<TransferConfig>) -> Self {
        Self(Arc::new(Mutex::new(Outgoing::new(config))))
    }

    pub(crate) fn open(&self) -> MutexGuard<'_, Outgoing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

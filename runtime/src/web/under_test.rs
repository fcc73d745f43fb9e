//! How the testing kit gets into an application that knows nothing of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::config::Settings;
use crate::querier::Transport;

/// What the testing kit puts under Rocket's management before the application ignites. The fairing finds it, and makes
/// the application's `SuperTokens` with it.
pub(crate) struct UnderTest {
    pub(crate) transport: Arc<dyn Transport>,
    /// Settings that win over those of the application.
    pub(crate) instead: Settings,
    /// Settings for an application that has none of its own.
    pub(crate) otherwise: Settings,
    pub(crate) issuer_domain: &'static str,
    /// Why the application does not launch.
    failure: Arc<Mutex<Option<String>>>,
}

impl UnderTest {
    pub(crate) fn new(
        transport: Arc<dyn Transport>,
        instead: Settings,
        otherwise: Settings,
        issuer_domain: &'static str,
    ) -> Self {
        Self {
            transport,
            instead,
            otherwise,
            issuer_domain,
            failure: Arc::default(),
        }
    }

    /// Keeps the reason for whoever launches the application, since Rocket's error does not have it.
    pub(super) fn note_failure(&self, text: String) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    /// The reason, once there is one.
    pub(crate) fn failure(&self) -> Arc<Mutex<Option<String>>> {
        Arc::clone(&self.failure)
    }
}

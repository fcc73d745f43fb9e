//! How the testing kit gets into an application that knows nothing of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::config::Settings;
use crate::mail::KeptEmails;
use crate::querier::Transport;

/// Tells a test why its request was refused, where the body does not.
pub(crate) const REASON: &str = "rocket-supertokens-test-reason";

/// What the testing kit puts under Rocket's management before the application ignites. The fairing finds it, and makes
/// the application's `SuperTokens` with it.
pub(crate) struct UnderTest {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Clock,
    /// Settings that win over those of the application.
    pub(crate) instead: Settings,
    /// Settings for an application that has none of its own.
    pub(crate) otherwise: Settings,
    pub(crate) issuer_domain: &'static str,
    pub(crate) failure: LaunchFailure,
    /// Keeps the e-mails.
    pub(crate) emails: KeptEmails,
}

/// Why the fairing has stopped the launch, once it has. Rocket's error does not have it.
#[derive(Clone, Default)]
pub(crate) struct LaunchFailure(Arc<Mutex<Option<String>>>);

impl LaunchFailure {
    pub(super) fn note(&self, text: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    pub(crate) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

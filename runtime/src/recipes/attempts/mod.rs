//! Limits on attempts to sign in, to sign up and to have mails sent.

mod attempt;
mod bucket;
mod client;
mod figures;
mod limit_attempts;
mod limits;

use std::sync::Arc;

pub use self::attempt::{Attempt, AttemptKind};
pub use self::figures::CountedBy;
pub use self::limit_attempts::{LimitAttempts, TooManyAttempts};
pub use self::limits::AttemptLimits;
use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// What limits the attempts of one application, in the context of its handle. Without it nothing is limited.
#[derive(Clone)]
pub(crate) struct Limiter(Arc<dyn LimitAttempts>);

impl Limiter {
    pub(crate) fn new(limits: impl LimitAttempts) -> Self {
        Self(Arc::new(limits))
    }
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new(AttemptLimits::new())
    }
}

/// Counts an attempt, and refuses it if there were too many: [`Error::TooManyAttempts`].
pub(crate) async fn admit(super_tokens: &SuperTokens, attempt: Attempt) -> Result<(), Error> {
    let Some(limiter) = super_tokens.context::<Limiter>() else {
        return Ok(());
    };
    let attempt = attempt.at(super_tokens.clock().instant());
    let refused = |TooManyAttempts { retry_after }| Error::TooManyAttempts { retry_after };
    limiter.0.admit(&attempt).await.map_err(refused)
}

/// Tells the limits that an attempt has succeeded, so that it does not count.
pub(crate) async fn succeeded(super_tokens: &SuperTokens, attempt: Attempt) {
    if let Some(limiter) = super_tokens.context::<Limiter>() {
        let attempt = attempt.at(super_tokens.clock().instant());
        limiter.0.succeeded(&attempt).await;
    }
}

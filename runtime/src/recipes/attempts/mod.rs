//! Limits on attempts to sign in, to sign up, to have mails sent and to learn which addresses have an account.
//!
//! A refused attempt is a 429 with `Retry-After`, and the front end shows that something went wrong. The limits are on:
//! [`AttemptLimits`] has the figures. The setting `limit_attempts = false` in `[default.supertokens.email_password]` takes
//! them away, and [`EmailPassword::attempt_limits`] replaces them.
//!
//! [`EmailPassword::attempt_limits`]: super::email_password::EmailPassword::attempt_limits

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

/// What limits the attempts of one application, in the context of its handle.
#[derive(Clone)]
pub(crate) struct Limiter(Option<Arc<dyn LimitAttempts>>);

impl Limiter {
    pub(crate) fn new(limits: impl LimitAttempts) -> Self {
        Self(Some(Arc::new(limits)))
    }

    /// Nothing is limited.
    pub(crate) fn off() -> Self {
        Self(None)
    }

    fn of(super_tokens: &SuperTokens) -> Option<Arc<dyn LimitAttempts>> {
        super_tokens.context::<Self>()?.0.clone()
    }
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new(AttemptLimits::new())
    }
}

/// Counts an attempt, and refuses it if there were too many: [`Error::TooManyAttempts`].
async fn admit(super_tokens: &SuperTokens, attempt: Attempt) -> Result<(), Error> {
    let Some(limits) = Limiter::of(super_tokens) else {
        return Ok(());
    };
    let attempt = attempt.at(super_tokens.clock().instant());
    let admitted = limits.admit(&attempt).await;
    let refused = |TooManyAttempts { retry_after }| Error::TooManyAttempts { retry_after };
    let admitted = admitted.map_err(refused);
    let outcome = admitted.as_ref().map(|&()| ()).map_err(Error::code);
    super_tokens.figures().attempt(attempt.kind.name(), outcome);
    admitted
}

/// Tells the limits that an attempt has succeeded, so that it does not count.
pub(crate) async fn succeeded(super_tokens: &SuperTokens, attempt: Attempt) {
    if let Some(limits) = Limiter::of(super_tokens) {
        let attempt = attempt.at(super_tokens.clock().instant());
        limits.succeeded(&attempt).await;
    }
}

/// Does what is attempted, unless there were too many attempts. What the core could not do does not count.
pub(crate) async fn limited<T>(
    super_tokens: &SuperTokens,
    attempt: Attempt,
    attempted: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    admit(super_tokens, attempt.clone()).await?;
    let result = attempted.await;
    if let (Err(Error::Core(_)), Some(limits)) = (&result, Limiter::of(super_tokens)) {
        let attempt = attempt.at(super_tokens.clock().instant());
        limits.undone(&attempt).await;
    }
    result
}

#[cfg(test)]
mod tests;

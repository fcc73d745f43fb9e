//! What decides whether an attempt goes on.

use std::time::Duration;

use async_trait::async_trait;

use super::attempt::Attempt;

/// Decides which attempts to sign in, to sign up and to have mails sent go on.
///
/// [`AttemptLimits`](super::AttemptLimits) is what is used unless another is given, and counts in the memory of the process.
/// An application of many processes may count in a database that they share:
///
/// ```
/// use std::time::Duration;
///
/// use rocket_supertokens::async_trait;
/// use rocket_supertokens::recipes::attempts::{Attempt, LimitAttempts, TooManyAttempts};
///
/// struct Counted;
///
/// impl Counted {
///     async fn attempts_of_last_hour(&self, email: &str) -> Result<u64, std::io::Error> {
///         Ok(email.len() as u64)
///     }
/// }
///
/// #[async_trait]
/// impl LimitAttempts for Counted {
///     async fn admit(&self, attempt: &Attempt) -> Result<(), TooManyAttempts> {
///         match self.attempts_of_last_hour(&attempt.email).await {
///             Ok(..100) => Ok(()),
///             Ok(100..) => Err(TooManyAttempts::retry_after(Duration::from_secs(600))),
///             // Whether people may log in while the database is down is for the application to decide.
///             Err(_) => Ok(()),
///         }
///     }
/// }
/// ```
#[async_trait]
pub trait LimitAttempts: Send + Sync + 'static {
    /// Counts an attempt, and decides whether it goes on. It is called when the form is in order and before the core is
    /// asked, for known and unknown addresses alike.
    ///
    /// # Errors
    /// [`TooManyAttempts`] refuses it: the client receives a 429 with `Retry-After`.
    async fn admit(&self, attempt: &Attempt) -> Result<(), TooManyAttempts>;

    /// A sign-in or sign-up that was admitted has succeeded. By default nothing is done.
    async fn succeeded(&self, _attempt: &Attempt) {}

    /// An attempt that was admitted came to nothing, because the core was away. By default nothing is done.
    async fn undone(&self, _attempt: &Attempt) {}
}

/// An attempt is refused, because too many were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts")]
#[non_exhaustive]
pub struct TooManyAttempts {
    /// How long the client shall wait.
    pub retry_after: Duration,
}

impl TooManyAttempts {
    /// Refuses an attempt, and tells the client how long to wait.
    pub fn retry_after(retry_after: Duration) -> Self {
        Self { retry_after }
    }
}

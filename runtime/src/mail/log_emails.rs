//! For development: the link is in the log.

use async_trait::async_trait;

use super::email::Email;
use super::send::{SendEmail, SendError};

/// Writes the links of e-mails into the log, at the level INFO, and sends nothing.
///
/// Whoever reads the log can use the links. So the setting [`log_emails`](crate::Builder::log_emails), which does the
/// same, has no effect in release builds. This type works in every build.
///
/// ```
/// use rocket_supertokens::SuperTokens;
/// use rocket_supertokens::mail::LogEmails;
///
/// SuperTokens::builder().send_email(LogEmails);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LogEmails;

#[async_trait]
impl SendEmail for LogEmails {
    async fn send_email(&self, email: &Email) -> Result<(), SendError> {
        tracing::info!(
            "{} for {}: {}",
            email.subject_matter(),
            // It is the user's own text.
            email.recipient().escape_debug(),
            email.link().as_str()
        );
        Ok(())
    }
}

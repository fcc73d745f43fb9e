//! Who sends e-mails.

use async_trait::async_trait;

use super::email::Email;

/// Why an e-mail could not be sent. It is logged, so it must not contain the link.
pub type SendError = Box<dyn std::error::Error + Send + Sync>;

/// Sends e-mails. Give one to [`Builder::send_email`](crate::Builder::send_email); a closure is one, too.
///
/// It is called in the background, after the response. If it fails, it is called again some time later.
#[async_trait]
#[doc(alias = "emailDelivery")]
pub trait SendEmail: Send + Sync + 'static {
    /// Sends it, or fails.
    ///
    /// # Errors
    /// Why the e-mail cannot be sent now. The error is logged and must not contain the link.
    async fn send_email(&self, email: &Email) -> Result<(), SendError>;
}

#[async_trait]
impl<F, Sending> SendEmail for F
where
    F: Fn(Email) -> Sending + Send + Sync + 'static,
    Sending: Future<Output = Result<(), SendError>> + Send,
{
    async fn send_email(&self, email: &Email) -> Result<(), SendError> {
        self(email.clone()).await
    }
}

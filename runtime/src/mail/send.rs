//! Who sends e-mails.

use async_trait::async_trait;

use super::email::Email;
use crate::error::ConfigError;

/// Why an e-mail could not be sent. It is logged; the link is taken out of its text. [`Undeliverable`] says that there
/// is no use in trying again.
pub type SendError = Box<dyn std::error::Error + Send + Sync>;

/// Sends e-mails. Give one to [`Builder::send_email`](crate::Builder::send_email); a closure is one, too.
///
/// It is called in the background, for several e-mails at a time. If it fails, or takes longer than two minutes, it is
/// called again some time later; see the [module](crate::mail).
///
/// ```
/// use rocket_supertokens::async_trait;
/// use rocket_supertokens::mail::{Content, Email, SendEmail, SendError};
///
/// /// Some service with an API of its own.
/// struct Courier;
///
/// # impl Courier { async fn deliver(&self, _: &str, _: &str, _: &str) -> Result<(), std::io::Error> { Ok(()) } }
/// #[async_trait]
/// impl SendEmail for Courier {
///     async fn send_email(&self, email: &Email) -> Result<(), SendError> {
///         let content = Content::of(email);
///         self.deliver(email.recipient(), &content.subject, &content.text).await?;
///         Ok(())
///     }
/// }
/// ```
#[async_trait]
#[doc(alias = "emailDelivery")]
pub trait SendEmail: Send + Sync + 'static {
    /// Sends it, or fails.
    ///
    /// # Errors
    /// Why the e-mail cannot be sent now.
    async fn send_email(&self, email: &Email) -> Result<(), SendError>;

    /// Whether it is configured well. It is called once, before the application launches.
    ///
    /// # Errors
    /// What is wrong. It stops the launch.
    fn check(&self) -> Result<(), ConfigError> {
        Ok(())
    }
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

/// An e-mail that nobody will accept, now or later: it is not tried again. Its source is the reason.
#[derive(Debug, thiserror::Error)]
#[error("the e-mail cannot be delivered")]
pub struct Undeliverable(#[source] SendError);

impl Undeliverable {
    /// With the reason.
    pub fn new(reason: impl Into<SendError>) -> Self {
        Self(reason.into())
    }
}

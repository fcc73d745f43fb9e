//! Takes e-mails from requests and sends them behind their back.

use std::fmt;
use std::sync::Arc;

use super::email::Email;
use super::send::SendEmail;
use crate::error::Chain;

/// Where requests post e-mails. It never holds a request up, and a request never learns how the sending went.
///
/// It is a value of the handle's context: [`SuperTokens::postbox`](crate::SuperTokens::postbox).
pub(crate) struct Postbox {
    transport: Arc<dyn SendEmail>,
}

impl Postbox {
    pub(crate) fn new(transport: Arc<dyn SendEmail>) -> Self {
        Self { transport }
    }

    /// Sends the e-mail in the background.
    pub(crate) fn post(&self, email: Email) {
        let transport = Arc::clone(&self.transport);
        tokio::spawn(async move {
            if let Err(error) = transport.send_email(&email).await {
                tracing::error!("the e-mail is not sent: {}", Chain(&*error));
            }
        });
    }
}

impl fmt::Debug for Postbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postbox").finish_non_exhaustive()
    }
}

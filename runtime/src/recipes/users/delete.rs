//! The end of a user.

use std::pin::Pin;

use crate::cdi;
use crate::error::Error;
use crate::session::SuperTokens;

/// A user about to be deleted; see [`Users::delete`](super::Users::delete).
///
/// Awaiting it calls `POST /user/remove` of the core. With the user go all sessions, roles and tokens, in all tenants,
/// and so do the login methods that are linked to the user. A user who does not exist is no error. Access tokens work
/// until they expire, except on routes with `check_database`.
///
/// ```
/// use rocket_supertokens::{Error, Session, SuperTokens};
///
/// async fn leave(super_tokens: &SuperTokens, session: &Session) -> Result<(), Error> {
///     super_tokens.users().delete(session.user_id()).await?;
///     // The core has ended the session. This takes the tokens from the client.
///     session.revoke().await
/// }
/// ```
///
/// # Errors
/// [`Error::Core`] if the core sends no usable response.
#[derive(Debug, Clone)]
#[must_use = "the user is deleted when this is awaited"]
pub struct DeleteUser<'a> {
    super_tokens: &'a SuperTokens,
    user_id: &'a str,
    linked_accounts: bool,
}

impl<'a> DeleteUser<'a> {
    pub(super) fn new(super_tokens: &'a SuperTokens, user_id: &'a str) -> Self {
        Self {
            super_tokens,
            user_id,
            linked_accounts: true,
        }
    }

    /// Deletes only the login method with this recipe user id, and none that is linked to it.
    #[doc(alias = "removeAllLinkedAccounts")]
    pub fn keep_linked_accounts(mut self) -> Self {
        self.linked_accounts = false;
        self
    }
}

impl<'a> IntoFuture for DeleteUser<'a> {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let call = cdi::DeleteUser {
                user_id: self.user_id,
                remove_all_linked_accounts: self.linked_accounts,
            };
            self.super_tokens.call(&call).await?;
            Ok(())
        })
    }
}

//! The functions on which all users with a password depend, as an application may override them.

mod arguments;
mod original;
mod results;
#[cfg(test)]
mod tests;

use async_trait::async_trait;

pub use self::arguments::{Credentials, ResetTokenFor, UpdateUser};
pub(super) use self::original::OriginalFunctions;
pub use self::results::{ConsumedResetToken, ResetPassword, SignIn, SignUp, SignedIn, Update};
use crate::error::Error;
use crate::session::SuperTokens;

/// The functions on which all users with an e-mail address and a password depend. Implement the trait to override one of
/// them; the other functions call the original.
///
/// They are called by the routes of the front end and by
/// [`SuperTokens::email_password`](crate::SuperTokens::email_password). They look at no form: what an address or a
/// password must be like is checked before, except by [`update`](Self::update). They begin no session.
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::recipes::email_password::{Credentials, EmailPasswordFunctions, SignUp};
/// use rocket_supertokens::{Error, SuperTokens, async_trait};
///
/// struct OnlyOurs {
///     original: Arc<dyn EmailPasswordFunctions>,
/// }
///
/// #[async_trait]
/// impl EmailPasswordFunctions for OnlyOurs {
///     fn original(&self) -> &dyn EmailPasswordFunctions {
///         &*self.original
///     }
///
///     async fn sign_up(&self, new: Credentials, super_tokens: &SuperTokens) -> Result<SignUp, Error> {
///         if !new.email.ends_with("@example.com") {
///             return Ok(SignUp::EmailAlreadyExists);
///         }
///         self.original().sign_up(new, super_tokens).await
///     }
/// }
/// ```
///
/// `super_tokens` is the handle of the caller. During a request it remembers what it reads from the core.
#[async_trait]
pub trait EmailPasswordFunctions: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn EmailPasswordFunctions;

    /// Makes a user. Calls `POST /<tenant>/recipe/signup`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "signUp")]
    async fn sign_up(&self, new: Credentials, super_tokens: &SuperTokens) -> Result<SignUp, Error> {
        self.original().sign_up(new, super_tokens).await
    }

    /// Checks the password of a user who signs in. The original calls
    /// [`verify_credentials`](Self::verify_credentials).
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "signIn")]
    async fn sign_in(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        self.original().sign_in(credentials, super_tokens).await
    }

    /// Checks a password. An address that nobody has takes as long as one that somebody has. Calls
    /// `GET /<tenant>/users/by-accountinfo` and `POST /<tenant>/recipe/signin`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "verifyCredentials")]
    async fn verify_credentials(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        self.original()
            .verify_credentials(credentials, super_tokens)
            .await
    }

    /// Makes the token for a link that resets a password. Returns `None` if there is no such user. Calls
    /// `POST /<tenant>/recipe/user/password/reset/token`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "createResetPasswordToken")]
    async fn create_reset_token(
        &self,
        user: ResetTokenFor,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        self.original().create_reset_token(user, super_tokens).await
    }

    /// Uses up the token of a link that resets a password, and with it all such tokens of the user. The password stays
    /// as it is. Returns `None` if the token is unknown, used or too old. Calls
    /// `POST /<tenant>/recipe/user/password/reset/token/consume`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "consumePasswordResetToken")]
    async fn consume_reset_token(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<ConsumedResetToken>, Error> {
        self.original()
            .consume_reset_token(tenant_id, token, super_tokens)
            .await
    }

    /// Changes the address, the password or both of a login method. The user's sessions go on. Calls
    /// `PUT /recipe/user`.
    ///
    /// # Errors
    /// [`Error::Core`], and what a validator of the application fails with.
    #[doc(alias = "updateEmailOrPassword")]
    async fn update(
        &self,
        update: UpdateUser,
        super_tokens: &SuperTokens,
    ) -> Result<Update, Error> {
        self.original().update(update, super_tokens).await
    }
}

//! What verifies addresses, as an application may override it.

use async_trait::async_trait;

use super::address::{EmailOfUser, VerifiedEmail};
use crate::error::Error;
use crate::session::SuperTokens;

/// The functions that verify e-mail addresses. Implement the trait to override one of them; the other functions call the
/// original. The routes call them, and so do those of [`EmailVerificationRecipe`](super::EmailVerificationRecipe).
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::recipes::email_verification::{EmailVerificationFunctions, VerifiedEmail};
/// use rocket_supertokens::{Error, SuperTokens, async_trait};
///
/// struct Noted {
///     original: Arc<dyn EmailVerificationFunctions>,
/// }
///
/// #[async_trait]
/// impl EmailVerificationFunctions for Noted {
///     fn original(&self) -> &dyn EmailVerificationFunctions {
///         &*self.original
///     }
///
///     async fn verify(
///         &self,
///         tenant_id: &str,
///         token: &str,
///         super_tokens: &SuperTokens,
///     ) -> Result<Option<VerifiedEmail>, Error> {
///         let verified = self.original().verify(tenant_id, token, super_tokens).await?;
///         if let Some(VerifiedEmail { recipe_user_id, .. }) = &verified {
///             println!("{recipe_user_id} has proved an address");
///         }
///         Ok(verified)
///     }
/// }
///
/// SuperTokens::builder().override_email_verification_functions(|original| Noted { original });
/// ```
///
/// `super_tokens` is the handle of the caller. During a request it remembers what it reads from the core.
#[async_trait]
pub trait EmailVerificationFunctions: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn EmailVerificationFunctions;

    /// Makes the token for the link that verifies an address. Returns `None` if the address is verified already. Calls
    /// `POST /<tenant>/recipe/user/email/verify/token`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "createEmailVerificationToken")]
    async fn create_token(
        &self,
        tenant_id: &str,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        self.original()
            .create_token(tenant_id, email, super_tokens)
            .await
    }

    /// Verifies the address that a token was made for. Returns `None` if the token is unknown, used or too old. Calls
    /// `POST /<tenant>/recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "verifyEmailUsingToken")]
    async fn verify(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<VerifiedEmail>, Error> {
        self.original().verify(tenant_id, token, super_tokens).await
    }

    /// Returns whether an address is verified. Calls `GET /recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "isEmailVerified")]
    async fn is_verified(
        &self,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        self.original().is_verified(email, super_tokens).await
    }

    /// Revokes all tokens for an address. Calls `POST /<tenant>/recipe/user/email/verify/token/remove`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "revokeEmailVerificationTokens")]
    async fn revoke_tokens(
        &self,
        tenant_id: &str,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<(), Error> {
        self.original()
            .revoke_tokens(tenant_id, email, super_tokens)
            .await
    }

    /// Marks an address as not verified. Calls `POST /recipe/user/email/verify/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "unverifyEmail")]
    async fn unverify(
        &self,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<(), Error> {
        self.original().unverify(email, super_tokens).await
    }
}

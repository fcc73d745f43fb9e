//! What the routes do, as an application may override it.

use async_trait::async_trait;

use super::results::{
    EmailExistsResponse, ResetPasswordResponse, ResetTokenResponse, SignInResponse, SignUpResponse,
};
use super::submitted::{EmailToCheck, SubmittedForm};
use crate::error::Error;
use crate::session::SessionRequest;

/// What the routes do with a form whose fields are valid. Implement the trait to override one of its functions; the
/// other functions call the original.
///
/// The number of attempts and whether the tenant allows to log in with a password are checked before.
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::overrides::SessionRequest;
/// use rocket_supertokens::recipes::email_password::{
///     EmailPassword, EmailPasswordApis, SignUpResponse, SubmittedForm,
/// };
/// use rocket_supertokens::{Error, async_trait};
///
/// struct ByInvitation {
///     original: Arc<dyn EmailPasswordApis>,
/// }
///
/// #[async_trait]
/// impl EmailPasswordApis for ByInvitation {
///     fn original(&self) -> &dyn EmailPasswordApis {
///         &*self.original
///     }
///
///     async fn sign_up(&self, form: SubmittedForm, request: &SessionRequest<'_>) -> Result<SignUpResponse, Error> {
///         if !form.email().ends_with("@example.com") {
///             return Ok(SignUpResponse::GeneralError { message: "By invitation only.".to_owned() });
///         }
///         self.original().sign_up(form, request).await
///     }
/// }
///
/// let email_password = EmailPassword::new().override_apis(|original| ByInvitation { original });
/// # drop(email_password);
/// ```
#[async_trait]
pub trait EmailPasswordApis: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn EmailPasswordApis;

    /// Makes a user with a password, and begins a session.
    ///
    /// # Errors
    /// [`Error::Core`], [`Error::UnknownTenant`], those of [`CreateSession`](crate::session::CreateSession).
    #[doc(alias = "signUpPOST")]
    async fn sign_up(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignUpResponse, Error> {
        self.original().sign_up(form, request).await
    }

    /// Checks the password, and begins a session.
    ///
    /// # Errors
    /// [`Error::Core`], [`Error::UnknownTenant`], those of [`CreateSession`](crate::session::CreateSession).
    #[doc(alias = "signInPOST")]
    async fn sign_in(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignInResponse, Error> {
        self.original().sign_in(form, request).await
    }

    /// Tells whether a user with a password has an address. Calls `GET /<tenant>/users/by-accountinfo`.
    ///
    /// # Errors
    /// [`Error::Core`], [`Error::UnknownTenant`].
    #[doc(alias = "emailExistsGET")]
    async fn email_exists(
        &self,
        asked: EmailToCheck,
        request: &SessionRequest<'_>,
    ) -> Result<EmailExistsResponse, Error> {
        self.original().email_exists(asked, request).await
    }

    /// Sends an e-mail with a link to somebody who has forgotten the password.
    ///
    /// # Errors
    /// [`Error::Core`], [`Error::UnknownTenant`].
    #[doc(alias = "generatePasswordResetTokenPOST")]
    async fn generate_reset_token(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<ResetTokenResponse, Error> {
        self.original().generate_reset_token(form, request).await
    }

    /// Sets the new password of the user to whom the link with `token` was sent.
    ///
    /// # Errors
    /// [`Error::Core`], [`Error::UnknownTenant`].
    #[doc(alias = "passwordResetPOST")]
    async fn reset_password(
        &self,
        form: SubmittedForm,
        token: &str,
        request: &SessionRequest<'_>,
    ) -> Result<ResetPasswordResponse, Error> {
        self.original().reset_password(form, token, request).await
    }
}

//! What the routes do, as an application may override it.

use async_trait::async_trait;

use super::results::{IsEmailVerifiedResponse, VerificationTokenResponse, VerifyEmailResponse};
use crate::error::Error;
use crate::session::{Session, SessionRequest};

/// What the routes for verifying an address do. Implement the trait to override one of its functions; the other functions
/// call the original.
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::overrides::SessionRequest;
/// use rocket_supertokens::recipes::email_verification::{EmailVerificationApis, VerifyEmailResponse};
/// use rocket_supertokens::{Error, Session, SuperTokens, async_trait};
///
/// /// Does something after an address was verified.
/// struct Welcome {
///     original: Arc<dyn EmailVerificationApis>,
/// }
///
/// #[async_trait]
/// impl EmailVerificationApis for Welcome {
///     fn original(&self) -> &dyn EmailVerificationApis {
///         &*self.original
///     }
///
///     async fn verify_email(
///         &self,
///         tenant_id: &str,
///         token: &str,
///         session: Option<Session>,
///         request: &SessionRequest<'_>,
///     ) -> Result<VerifyEmailResponse, Error> {
///         let outcome = self.original().verify_email(tenant_id, token, session, request).await?;
///         if let VerifyEmailResponse::Done(email) = &outcome {
///             println!("welcome, {}", email.recipe_user_id);
///         }
///         Ok(outcome)
///     }
/// }
///
/// SuperTokens::builder().override_email_verification_apis(|original| Welcome { original });
/// ```
#[async_trait]
pub trait EmailVerificationApis: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn EmailVerificationApis;

    /// Sends the e-mail with the link, to the address of the session's login method. Calls `GET /user/id` for the
    /// address, and `POST /<tenant>/recipe/user/email/verify/token` with the tenant of the session.
    ///
    /// The response does not wait for the e-mail. If the claim [`EmailVerified`](crate::claims::EmailVerified) of the
    /// session says something else than what is found here, it is set anew.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the user does not exist any more; [`Error::TooManyAttempts`], [`Error::Application`],
    /// [`Error::Core`].
    #[doc(alias = "generateEmailVerifyTokenPOST")]
    async fn generate_token(
        &self,
        session: Session,
        request: &SessionRequest<'_>,
    ) -> Result<VerificationTokenResponse, Error> {
        self.original().generate_token(session, request).await
    }

    /// Verifies the address that the token was made for. The tenant is that of the path. Calls
    /// `POST /<tenant>/recipe/user/email/verify`.
    ///
    /// If `session` is one of the user whose address this is, its claim is set anew. The sessions that the user has
    /// elsewhere learn of it when they ask.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the session or its user does not exist any more; [`Error::TenantId`],
    /// [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "verifyEmailPOST")]
    async fn verify_email(
        &self,
        tenant_id: &str,
        token: &str,
        session: Option<Session>,
        request: &SessionRequest<'_>,
    ) -> Result<VerifyEmailResponse, Error> {
        self.original()
            .verify_email(tenant_id, token, session, request)
            .await
    }

    /// Tells whether the address of the session's login method is verified, and sets the claim anew in any case. Calls
    /// `GET /user/id` for the address, and `GET /recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the session or its user does not exist any more; [`Error::Core`].
    #[doc(alias = "isEmailVerifiedGET")]
    async fn is_email_verified(
        &self,
        session: Session,
        request: &SessionRequest<'_>,
    ) -> Result<IsEmailVerifiedResponse, Error> {
        self.original().is_email_verified(session, request).await
    }
}

//! What the routes and the guards do, as an application may override it.

use async_trait::async_trait;

use super::results::SignOut;
use crate::error::Error;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::request::SessionRequest;

/// What the routes and the guards do with a request. Implement the trait to override one of its functions; the other
/// functions call the original.
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::overrides::{SessionApis, SessionRequest};
/// use rocket_supertokens::{Error, Session, SuperTokens, async_trait};
///
/// struct Noted {
///     original: Arc<dyn SessionApis>,
/// }
///
/// #[async_trait]
/// impl SessionApis for Noted {
///     fn original(&self) -> &dyn SessionApis {
///         &*self.original
///     }
///
///     async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
///         let session = self.original().refresh(request).await?;
///         println!("{} goes on", session.user_id());
///         Ok(session)
///     }
/// }
///
/// SuperTokens::builder().override_apis(|original| Noted { original });
/// ```
#[async_trait]
pub trait SessionApis: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn SessionApis;

    /// Finds and verifies the request's session. Returns `None` only if no session is required and the request has no
    /// token. Calls `POST /recipe/session/verify` if the core must decide.
    ///
    /// On `POST {api_base_path}/session/refresh` the original refreshes the session instead. So an application can
    /// serve that route itself.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::TryRefreshToken`], [`Error::InvalidClaims`], [`Error::FetchClaim`],
    /// [`Error::Core`].
    #[doc(alias = "verifySession")]
    async fn verify_session(
        &self,
        request: &SessionRequest<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        self.original().verify_session(request, options).await
    }

    /// Trades the request's refresh token for new tokens and sends them with the response. Calls
    /// `POST /recipe/session/refresh`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::TokenTheftDetected`], [`Error::ClearDuplicateSessionCookies`],
    /// [`Error::DuplicateSessionCookies`], [`Error::Core`].
    #[doc(alias = "refreshPOST")]
    async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
        self.original().refresh(request).await
    }

    /// Ends the session, in the core and in the client. Calls `POST /recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "signOutPOST")]
    async fn sign_out(
        &self,
        request: &SessionRequest<'_>,
        session: Session,
    ) -> Result<SignOut, Error> {
        self.original().sign_out(request, session).await
    }
}

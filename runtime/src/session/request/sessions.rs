//! `Sessions`: begins and refreshes the sessions of a request.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde::Serialize;

use super::SessionRequest;
use crate::error::Error;
use crate::session::container::Session;
use crate::session::overrides::NewSession;
use crate::session::payload::object;

/// Creates and refreshes the session of a request. The client receives the tokens with the response.
///
/// ```
/// use rocket::serde::json::json;
/// use rocket_supertokens::{Error, Sessions};
///
/// #[rocket::post("/login", data = "<user_id>")]
/// async fn login(user_id: String, sessions: Sessions<'_>) -> Result<String, Error> {
///     // Here the password was checked.
///     let session = sessions.create(&user_id).payload(json!({ "role": "admin" })).await?;
///     Ok(session.handle().to_owned())
/// }
/// # rocket::routes![login];
/// ```
pub struct Sessions<'r> {
    request: SessionRequest<'r>,
}

impl<'r> Sessions<'r> {
    pub(crate) fn new(request: SessionRequest<'r>) -> Self {
        Self { request }
    }

    /// Creates a session for a user. The core does not have to know the user. Nothing happens until you await the
    /// result.
    ///
    /// The client receives cookies if it sent `st-auth-mode: cookie`, and headers otherwise. Awaiting calls
    /// `POST /<tenant>/recipe/session` of the core; [`CreateSession`] lists the errors.
    ///
    /// ```
    /// use rocket_supertokens::{Error, Sessions};
    ///
    /// #[rocket::post("/login", data = "<user_id>")]
    /// async fn login(user_id: String, sessions: Sessions<'_>) -> Result<(), Error> {
    ///     // Check the password here.
    ///     sessions.create(user_id).await?;
    ///     Ok(())
    /// }
    /// # rocket::routes![login];
    /// ```
    #[doc(alias = "createNewSession")]
    pub fn create(&self, user_id: impl Into<String>) -> CreateSession<'_> {
        CreateSession {
            sessions: self,
            new: Ok(NewSession::new(user_id)),
        }
    }

    /// Trades the request's refresh token for new tokens, for a refresh route of your own. Calls
    /// `POST /recipe/session/refresh`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, Sessions};
    ///
    /// #[rocket::post("/renew")]
    /// async fn renew(sessions: Sessions<'_>) -> Result<(), Error> {
    ///     sessions.refresh().await.map(drop)
    /// }
    /// # rocket::routes![renew];
    /// ```
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the request has no refresh token that the core accepts. [`Error::TokenTheftDetected`]
    /// if the token was replaced before. [`Error::ClearDuplicateSessionCookies`] or [`Error::DuplicateSessionCookies`]
    /// if the request has a cookie twice. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "refreshSession")]
    pub async fn refresh(&self) -> Result<Session, Error> {
        self.request.refresh().await
    }
}

impl fmt::Debug for Sessions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

/// A session about to be created; see [`Sessions::create`].
///
/// Awaiting it calls `POST /<tenant>/recipe/session` of the core and returns the [`Session`].
///
/// # Errors
/// [`Error::NotAnObject`] or [`Error::Serialize`] if payload or data is not a JSON object. [`Error::TenantId`] if no
/// tenant can have that name. [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and [`Error::NotBefore`] if no
/// token could carry the payload. [`Error::FetchClaim`] if a claim of all new sessions cannot be fetched.
/// [`Error::InsecureCookies`] if browsers would drop the cookies. [`Error::Core`] if the core sends no usable response.
#[must_use = "the session is created when this is awaited"]
pub struct CreateSession<'s> {
    sessions: &'s Sessions<'s>,
    new: Result<NewSession, Error>,
}

impl CreateSession<'_> {
    /// Adds claims to the access token. Claims that belong to the core (`sub`, `exp`, ..) are left out.
    #[doc(alias = "accessTokenPayload")]
    pub fn payload(mut self, payload: impl Serialize) -> Self {
        self.new = self.new.and_then(|mut new| {
            new.payload = object("the access token payload", payload)?;
            Ok(new)
        });
        self
    }

    /// Sets the session data, which the core's database keeps. The client never sees it.
    #[doc(alias = "sessionDataInDatabase")]
    pub fn data(mut self, data: impl Serialize) -> Self {
        self.new = self.new.and_then(|mut new| {
            new.data = object("the session data", data)?;
            Ok(new)
        });
        self
    }

    /// Sets the tenant of the session. Default: `public`.
    ///
    /// The core must know the tenant: `PUT /recipe/multitenancy/tenant/v2` of the core creates one. A tenant that the
    /// core does not know is an [`Error::UnknownTenant`].
    pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
        if let Ok(new) = &mut self.new {
            new.tenant_id = tenant_id.into();
        }
        self
    }
}

impl fmt::Debug for CreateSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateSession").finish_non_exhaustive()
    }
}

impl<'s> IntoFuture for CreateSession<'s> {
    type Output = Result<Session, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 's>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.sessions.request.create_session(self.new?).await })
    }
}

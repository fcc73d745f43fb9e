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

/// Creates sessions that are bound to the request, so that the tokens reach the client with the response.
///
/// ```
/// # use rocket::serde::json::{Json, json};
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

    /// Creates a session for a user. The core need not know the user. Nothing happens until the result is awaited.
    ///
    /// The client receives cookies if it sent `st-auth-mode: cookie`, else headers.
    #[doc(alias = "createNewSession")]
    pub fn create(&self, user_id: impl Into<String>) -> CreateSession<'_> {
        CreateSession {
            sessions: self,
            new: Ok(NewSession::new(user_id)),
        }
    }

    /// Exchanges the request's refresh token for new tokens, for a refresh route of your own. It calls
    /// `POST /recipe/session/refresh` of the core.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] without a refresh token that the core accepts, [`Error::TokenTheftDetected`],
    /// [`Error::ClearDuplicateSessionCookies`] and [`Error::DuplicateSessionCookies`] where a cookie came twice,
    /// [`Error::Core`].
    #[doc(alias = "refreshSession")]
    pub async fn refresh(&self) -> Result<Session, Error> {
        self.request
            .super_tokens()
            .apis()
            .refresh(&self.request)
            .await
    }
}

impl fmt::Debug for Sessions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

/// A session about to be created; see [`Sessions::create`].
///
/// Awaiting it calls `POST /<tenant>/recipe/session` of the core and gives the [`Session`]. It fails with
/// [`Error::NotAnObject`] when payload or data is no JSON object, and with [`Error::Core`].
#[must_use = "the session is created when this is awaited"]
pub struct CreateSession<'s> {
    sessions: &'s Sessions<'s>,
    new: Result<NewSession, Error>,
}

impl CreateSession<'_> {
    /// Claims for the access token. Those that belong to the core (`sub`, `exp`, ..) are left out.
    #[doc(alias = "accessTokenPayload")]
    pub fn payload(mut self, payload: impl Serialize) -> Self {
        self.new = self.new.and_then(|mut new| {
            new.payload = object("the access token payload", payload)?;
            Ok(new)
        });
        self
    }

    /// Data kept with the session in the core's database. The client never sees it.
    #[doc(alias = "sessionDataInDatabase")]
    pub fn data(mut self, data: impl Serialize) -> Self {
        self.new = self.new.and_then(|mut new| {
            new.data = object("the session data", data)?;
            Ok(new)
        });
        self
    }

    /// The tenant that the session belongs to. Default: `public`.
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

//! The sessions of a user: create one, list and revoke all.

use crate::error::Error;
use crate::session::claims;
use crate::session::container::Session;
use crate::session::overrides::{NewSession, SessionsOfUser};
use crate::session::super_tokens::SuperTokens;

impl SuperTokens {
    /// Creates a session. Its tokens are in [`Session::all_tokens_dangerously`]. Calls `POST /<tenant>/recipe/session`.
    ///
    /// If you have a request, use [`Sessions::create`](crate::Sessions::create): it sends the tokens to the client.
    ///
    /// ```
    /// use rocket_supertokens::overrides::NewSession;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn access_token(super_tokens: &SuperTokens, user_id: &str) -> Result<String, Error> {
    ///     let session = super_tokens.create_session(NewSession::new(user_id)).await?;
    ///     Ok(session.all_tokens_dangerously().access_token)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::TenantId`] if no tenant can have that name. [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and
    /// [`Error::NotBefore`] if no token could carry the payload. [`Error::FetchClaim`] if a claim of all new sessions
    /// cannot be fetched. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "createNewSessionWithoutRequestResponse")]
    pub async fn create_session(&self, new: NewSession) -> Result<Session, Error> {
        let new = claims::complete(new, self).await?;
        self.functions().create_session(new, self).await
    }

    /// Lists the session handles of a user's sessions that have not expired. Takes the user id, or
    /// [`SessionsOfUser`] for some of them. Calls `GET [/<tenant>]/recipe/session/user`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn how_many(super_tokens: &SuperTokens, user_id: &str) -> Result<usize, Error> {
    ///     Ok(super_tokens.session_handles_of_user(user_id).await?.len())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::TenantId`] if no tenant can have that name. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "getAllSessionHandlesForUser")]
    pub async fn session_handles_of_user(
        &self,
        user: impl Into<SessionsOfUser>,
    ) -> Result<Vec<String>, Error> {
        let user = user.into();
        self.functions().session_handles_of_user(user, self).await
    }

    /// Revokes the sessions of a user and returns their handles. Takes the user id, or [`SessionsOfUser`] for some of
    /// them. Their access tokens work until they expire, except on routes with `check_database`. Calls
    /// `POST [/<tenant>]/recipe/session/remove`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn log_out_everywhere(super_tokens: &SuperTokens, user_id: &str) -> Result<(), Error> {
    ///     super_tokens.revoke_sessions_of_user(user_id).await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::TenantId`] if no tenant can have that name. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "revokeAllSessionsForUser")]
    pub async fn revoke_sessions_of_user(
        &self,
        user: impl Into<SessionsOfUser>,
    ) -> Result<Vec<String>, Error> {
        let user = user.into();
        self.functions().revoke_sessions_of_user(user, self).await
    }
}

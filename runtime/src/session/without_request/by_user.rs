//! Sessions of a user: a new one, all of them, their end.

use crate::error::Error;
use crate::session::claims;
use crate::session::container::Session;
use crate::session::overrides::{NewSession, SessionsOfUser};
use crate::session::super_tokens::SuperTokens;

impl SuperTokens {
    /// Begins a session; its tokens are in [`Session::all_tokens_dangerously`]. Calls `POST /<tenant>/recipe/session`.
    ///
    /// Where there is a request, [`Sessions::create`](crate::Sessions::create) sends the tokens to the client.
    ///
    /// # Errors
    /// [`Error::TenantId`] where no tenant can have that name; [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and
    /// [`Error::NotBefore`] for what no token can carry; [`Error::FetchClaim`] where a claim of all new sessions cannot be
    /// fetched; [`Error::Core`].
    #[doc(alias = "createNewSessionWithoutRequestResponse")]
    pub async fn create_session(&self, new: NewSession) -> Result<Session, Error> {
        let new = claims::complete(new, self).await?;
        self.functions().create_session(new, self).await
    }

    /// Handles of a user's sessions that have not expired. Calls `GET [/<tenant>]/recipe/session/user`.
    ///
    /// ```
    /// use rocket_supertokens::session::SessionsOfUser;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn how_many(super_tokens: &SuperTokens, user_id: &str) -> Result<usize, Error> {
    ///     Ok(super_tokens.session_handles_of_user(SessionsOfUser::all(user_id)).await?.len())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "getAllSessionHandlesForUser")]
    pub async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
    ) -> Result<Vec<String>, Error> {
        self.functions().session_handles_of_user(user, self).await
    }

    /// Ends a user's sessions; returns their handles. Calls `POST [/<tenant>]/recipe/session/remove`.
    ///
    /// ```
    /// use rocket_supertokens::session::SessionsOfUser;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn log_out_everywhere(super_tokens: &SuperTokens, user_id: &str) -> Result<(), Error> {
    ///     super_tokens.revoke_sessions_of_user(SessionsOfUser::all(user_id)).await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "revokeAllSessionsForUser")]
    pub async fn revoke_sessions_of_user(
        &self,
        user: SessionsOfUser,
    ) -> Result<Vec<String>, Error> {
        self.functions().revoke_sessions_of_user(user, self).await
    }
}

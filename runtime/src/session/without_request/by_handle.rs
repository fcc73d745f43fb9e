//! Sessions that are known by their handle.

use serde::Serialize;

use crate::error::Error;
use crate::session::overrides::SessionInformation;
use crate::session::payload::object;
use crate::session::super_tokens::SuperTokens;

impl SuperTokens {
    /// What the core's database has of a session; `None` if it has none. Calls `GET /recipe/session`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn owner(super_tokens: &SuperTokens, session_handle: &str) -> Result<Option<String>, Error> {
    ///     let stored = super_tokens.session_information(session_handle).await?;
    ///     Ok(stored.map(|stored| stored.user_id))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "getSessionInformation")]
    pub async fn session_information(
        &self,
        session_handle: &str,
    ) -> Result<Option<SessionInformation>, Error> {
        self.functions()
            .session_information(session_handle, self)
            .await
    }

    /// Ends a session; false if there was none. Its access token works until it expires, except where the
    /// database is checked. Calls `POST /recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "revokeSession")]
    pub async fn revoke_session(&self, session_handle: &str) -> Result<bool, Error> {
        Ok(self.revoke_sessions(&[session_handle]).await?.len() == 1)
    }

    /// Ends several sessions; returns the handles of those that existed. Calls `POST /recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "revokeMultipleSessions")]
    pub async fn revoke_sessions(&self, session_handles: &[&str]) -> Result<Vec<String>, Error> {
        self.functions()
            .revoke_sessions(session_handles, self)
            .await
    }

    /// Replaces a session's data in the core's database; false if there is no such session. Calls
    /// `PUT /recipe/session/data`.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] where the data is not a JSON object, [`Error::NestedTooDeeply`] where the core could not
    /// read it, [`Error::Core`].
    #[doc(alias = "updateSessionDataInDatabase")]
    pub async fn update_session_data(
        &self,
        session_handle: &str,
        data: impl Serialize,
    ) -> Result<bool, Error> {
        let data = object("the session data", data)?;
        self.functions()
            .update_session_data(session_handle, data, self)
            .await
    }

    /// Merges claims into what the session's next access token will have; false if there is no such session.
    /// `null` removes a claim. Calls `GET /recipe/session` and `PUT /recipe/jwt/data`.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] where the update is not a JSON object; [`Error::ProtectedClaim`]; [`Error::PayloadTooLarge`],
    /// [`Error::NestedTooDeeply`] and [`Error::NotBefore`] for what no token can carry; [`Error::Core`].
    #[doc(alias = "mergeIntoAccessTokenPayload")]
    pub async fn merge_into_access_token_payload(
        &self,
        session_handle: &str,
        update: impl Serialize,
    ) -> Result<bool, Error> {
        let update = object("the access token payload", update)?;
        self.functions()
            .merge_into_access_token_payload(session_handle, update, self)
            .await
    }
}

//! Sessions that are known by their handle.

use serde::Serialize;

use crate::error::Error;
use crate::session::overrides::SessionInformation;
use crate::session::payload::object;
use crate::session::super_tokens::SuperTokens;

impl SuperTokens {
    /// Reads what the core's database keeps of a session. Returns `None` if there is no such session. Calls
    /// `GET /recipe/session`.
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
    /// [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "getSessionInformation")]
    pub async fn session_information(
        &self,
        session_handle: &str,
    ) -> Result<Option<SessionInformation>, Error> {
        self.functions()
            .session_information(session_handle, self)
            .await
    }

    /// Revokes a session. Returns false if there is no such session. Its access token works until it expires, except on
    /// routes with `check_database`. Calls `POST /recipe/session/remove`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn end(super_tokens: &SuperTokens, session_handle: &str) -> Result<(), Error> {
    ///     let found = super_tokens.revoke_session(session_handle).await?;
    ///     println!("{}", if found { "revoked" } else { "there is no such session" });
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "revokeSession")]
    pub async fn revoke_session(&self, session_handle: &str) -> Result<bool, Error> {
        Ok(self.revoke_sessions(&[session_handle]).await?.len() == 1)
    }

    /// Revokes several sessions and returns the handles of those that existed. Calls `POST /recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "revokeMultipleSessions")]
    pub async fn revoke_sessions(&self, session_handles: &[&str]) -> Result<Vec<String>, Error> {
        self.functions()
            .revoke_sessions(session_handles, self)
            .await
    }

    /// Replaces all session data of a session. Returns false if there is no such session. Calls
    /// `PUT /recipe/session/data`.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] or [`Error::Serialize`] if the data is not a JSON object. [`Error::NestedTooDeeply`] if
    /// it could not be read again. [`Error::Core`] if the core sends no usable response.
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

    /// Changes claims of a session's stored payload; `null` removes a claim. The client sees the change with its next
    /// refresh. Returns false if there is no such session. Calls `GET /recipe/session` and `PUT /recipe/jwt/data`.
    ///
    /// ```
    /// use rocket::serde::json::json;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn upgrade(super_tokens: &SuperTokens, session_handle: &str) -> Result<bool, Error> {
    ///     super_tokens.merge_into_access_token_payload(session_handle, json!({ "plan": "pro" })).await
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAnObject`] or [`Error::Serialize`] if the update is not a JSON object. [`Error::ProtectedClaim`] if
    /// it sets a claim that belongs to the core. [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and
    /// [`Error::NotBefore`] if no token could carry the result. [`Error::Core`] if the core sends no usable response.
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

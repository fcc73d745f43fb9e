//! What the core's database has of a session.

use serde::Serialize;

use super::Session;
use crate::cdi::JsonObject;
use crate::error::Error;
use crate::session::overrides::SessionInformation;
use crate::session::payload::object;

impl Session {
    /// The data kept with the session in the core's database.
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getSessionData")]
    #[doc(alias = "getSessionDataFromDatabase")]
    pub async fn session_data(&self) -> Result<JsonObject, Error> {
        Ok(self.information().await?.data)
    }

    /// Replaces the data kept with the session in the core's database, as a whole.
    ///
    /// Calls `PUT /recipe/session/data`.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] for anything but a JSON object, [`Error::NestedTooDeeply`], [`Error::Unauthorised`] when
    /// the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "updateSessionData")]
    #[doc(alias = "updateSessionDataInDatabase")]
    pub async fn update_session_data(&self, data: impl Serialize) -> Result<(), Error> {
        let data = object("the session data", data)?;
        let super_tokens = self.super_tokens();
        let found = super_tokens
            .functions()
            .update_session_data(self.handle(), data, super_tokens)
            .await?;
        if found { Ok(()) } else { Err(Error::gone()) }
    }

    /// When the session began, in epoch milliseconds.
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getTimeCreated")]
    pub async fn time_created(&self) -> Result<u64, Error> {
        Ok(self.information().await?.time_created)
    }

    /// When the session ends unless it is refreshed before, in epoch milliseconds.
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getExpiry")]
    pub async fn expiry(&self) -> Result<u64, Error> {
        Ok(self.information().await?.expiry)
    }

    async fn information(&self) -> Result<SessionInformation, Error> {
        let super_tokens = self.super_tokens();
        super_tokens
            .functions()
            .session_information(self.handle(), super_tokens)
            .await?
            .ok_or_else(Error::gone)
    }
}

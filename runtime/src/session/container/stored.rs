//! What the core's database keeps of a session.

use serde::Serialize;

use super::Session;
use crate::cdi::JsonObject;
use crate::error::Error;
use crate::session::overrides::SessionInformation;
use crate::session::payload::object;

impl Session {
    /// Reads the session data from the core's database. The client never sees it.
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// ```
    /// use rocket::serde::json::{Json, Value};
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::get("/draft")]
    /// async fn draft(session: Session) -> Result<Option<Json<Value>>, Error> {
    ///     let data = session.session_data().await?;
    ///     Ok(data.get("draft").cloned().map(Json))
    /// }
    /// # rocket::routes![draft];
    /// ```
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the session has been revoked. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "getSessionData")]
    #[doc(alias = "getSessionDataFromDatabase")]
    pub async fn session_data(&self) -> Result<JsonObject, Error> {
        Ok(self.information().await?.data)
    }

    /// Replaces all session data in the core's database.
    ///
    /// Calls `PUT /recipe/session/data`.
    ///
    /// ```
    /// use rocket::serde::json::json;
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::put("/draft", data = "<draft>")]
    /// async fn keep(draft: String, session: Session) -> Result<(), Error> {
    ///     session.update_session_data(json!({ "draft": draft })).await
    /// }
    /// # rocket::routes![keep];
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAnObject`] if `data` is not a JSON object, [`Error::Serialize`] if it cannot be written as JSON,
    /// [`Error::NestedTooDeeply`] if it could not be read again. [`Error::Unauthorised`] if the session has been
    /// revoked. [`Error::Core`] if the core sends no usable response.
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

    /// Reads when the session began, in milliseconds since 1970 (Unix time).
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the session has been revoked. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "getTimeCreated")]
    pub async fn time_created(&self) -> Result<u64, Error> {
        Ok(self.information().await?.time_created)
    }

    /// Reads when the session ends if it is not refreshed before, in milliseconds since 1970 (Unix time).
    ///
    /// Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the session has been revoked. [`Error::Core`] if the core sends no usable response.
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

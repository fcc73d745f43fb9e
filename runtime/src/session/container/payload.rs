//! The payload of a session's access token, read and changed.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Session;
use crate::cdi::JsonObject;
use crate::error::{Error, JsonDefect};
use crate::session::overrides::Regenerated;
use crate::session::payload::{self, merged, object};
use crate::token::PROTECTED_CLAIMS;

impl Session {
    /// All claims of the access token, the core's (`sub`, `exp`, ..) and your own, in the token's order.
    ///
    /// This is a snapshot: it does not change when the payload changes.
    #[doc(alias = "getJWTPayload")]
    #[doc(alias = "getAccessTokenPayload")]
    pub fn access_token_payload(&self) -> Arc<JsonObject> {
        self.tokens().payload()
    }

    /// Reads the claims of the access token into a type of yours.
    ///
    /// ```
    /// use rocket_supertokens::{Error, Session, verify_session};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Payload {
    ///     plan: Option<String>,
    /// }
    ///
    /// #[verify_session]
    /// #[rocket::get("/plan")]
    /// fn plan(session: Session) -> Result<String, Error> {
    ///     let payload: Payload = session.access_token_payload_as()?;
    ///     Ok(payload.plan.unwrap_or_default())
    /// }
    /// # rocket::routes![plan];
    /// ```
    ///
    /// # Errors
    /// [`Error::Payload`] if the claims do not fit the type.
    pub fn access_token_payload_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let payload = Value::Object(self.access_token_payload().as_ref().clone());
        serde_json::from_value(payload).map_err(|error| Error::Payload(JsonDefect::of(&error)))
    }

    /// Changes claims of the access token. Values in `update` are added or replace the old ones; `null` removes a
    /// claim. The client receives the new token with the response.
    ///
    /// Calls `GET /recipe/session` and `POST /recipe/session/regenerate`. The update is merged into the stored payload,
    /// because that may have changed since the token was made.
    ///
    /// ```
    /// use rocket::serde::json::json;
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::post("/theme/<theme>")]
    /// async fn set_theme(theme: &str, session: Session) -> Result<(), Error> {
    ///     session.merge_into_access_token_payload(json!({ "theme": theme, "old_theme": null })).await
    /// }
    /// # rocket::routes![set_theme];
    /// ```
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`] if `update` sets a claim that belongs to the core. [`Error::NotAnObject`] if `update`
    /// is not a JSON object, [`Error::Serialize`] if it cannot be written as JSON. [`Error::PayloadTooLarge`],
    /// [`Error::NestedTooDeeply`] and [`Error::NotBefore`] if no token could carry the result. [`Error::Unauthorised`]
    /// if the session has been revoked. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "updateJWTPayload")]
    #[doc(alias = "updateAccessTokenPayload")]
    #[doc(alias = "mergeIntoAccessTokenPayload")]
    pub async fn merge_into_access_token_payload(
        &self,
        update: impl Serialize,
    ) -> Result<(), Error> {
        self.merge(object("the access token payload", update)?)
            .await
    }

    /// Asks the core for a new access token, with this payload or with the stored one.
    pub(crate) async fn regenerate(&self, user_payload: Option<JsonObject>) -> Result<(), Error> {
        let super_tokens = self.super_tokens();
        let current = self.access_token();
        let made = super_tokens
            .functions()
            .regenerate_access_token(&current, user_payload, super_tokens)
            .await?;
        match made.ok_or_else(Error::gone)? {
            Regenerated {
                access_token: Some(token),
                ..
            } => self.replace_access_token(token),
            // The token has expired meanwhile. The change is stored and reaches the client with its refresh.
            Regenerated {
                access_token: None,
                payload: stored,
            } => {
                let mut tokens = self.tokens();
                let mut payload = tokens.payload().as_ref().clone();
                // All claims of the user come from the stored payload, so that removed claims are removed here too.
                payload.retain(|name, _| PROTECTED_CLAIMS.contains(&name.as_str()));
                payload.extend(stored);
                tokens.changed_payload = Some(Arc::new(payload));
            }
        }
        Ok(())
    }

    /// Merges into the stored payload and not into the token's, which would undo changes by handle since the token was
    /// made. For the same reason it does not use what a request remembers.
    pub(in crate::session) async fn merge(&self, update: JsonObject) -> Result<(), Error> {
        let _turn = self.0.changing_payload.lock().await;
        // An update that cannot succeed is refused without a call.
        let alone = merged(&JsonObject::new(), update.clone())?;
        payload::check(&alone, self.super_tokens().clock())?;
        let super_tokens = self.super_tokens().afresh();
        let stored = super_tokens
            .functions()
            .session_information(self.handle(), &super_tokens)
            .await?
            .ok_or_else(Error::gone)?;
        self.regenerate(Some(merged(&stored.payload, update)?))
            .await
    }
}

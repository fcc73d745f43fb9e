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
    /// A snapshot: it does not change when the payload does.
    #[doc(alias = "getJWTPayload")]
    #[doc(alias = "getAccessTokenPayload")]
    pub fn access_token_payload(&self) -> Arc<JsonObject> {
        self.tokens().payload()
    }

    /// The claims of the access token as a type of yours.
    ///
    /// # Errors
    /// [`Error::Payload`] when the claims do not fit the type.
    pub fn access_token_payload_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let payload = Value::Object(self.access_token_payload().as_ref().clone());
        serde_json::from_value(payload).map_err(|error| Error::Payload(JsonDefect::of(&error)))
    }

    /// Sets claims of the access token: those in `update` are added or replaced, those that are `null` in it
    /// are removed. The client receives the new token with the response.
    ///
    /// Calls `GET /recipe/session` and `POST /recipe/session/regenerate`: the update goes on top of what is
    /// stored, which may have been changed by handle since the token was made.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`] for a claim that belongs to the core, [`Error::NotAnObject`] for anything but
    /// a JSON object, [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and [`Error::NotBefore`] for what no token
    /// can carry, [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
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

    /// Has the core make a new access token: with this payload of the user's, or with the one it has stored.
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
                // All that is the user's comes from there, what was removed as well.
                payload.retain(|name, _| PROTECTED_CLAIMS.contains(&name.as_str()));
                payload.extend(stored);
                tokens.changed_payload = Some(Arc::new(payload));
            }
        }
        Ok(())
    }

    /// Merges into the stored payload, and not into the token's: what was changed by handle since the token was made
    /// would be undone. What a request remembers is no good for it either.
    pub(in crate::session) async fn merge(&self, update: JsonObject) -> Result<(), Error> {
        let _turn = self.0.changing_payload.lock().await;
        // What is hopeless by itself is no reason for a call.
        payload::check(&merged(&JsonObject::new(), update.clone())?)?;
        let super_tokens = self.super_tokens().without_request();
        let stored = super_tokens
            .functions()
            .session_information(self.handle(), &super_tokens)
            .await?
            .ok_or_else(Error::gone)?;
        self.regenerate(Some(merged(&stored.payload, update)?))
            .await
    }
}

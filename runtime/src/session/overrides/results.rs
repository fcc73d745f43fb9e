//! The results of the functions that an application may override.

use crate::cdi::{JsonObject, PUBLIC_TENANT, StoredSession};
use crate::claims::ClaimFailure;
use crate::token::AccessToken;

/// What the core's database keeps of a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionInformation {
    /// The session handle, which names the session in the core.
    pub session_handle: String,
    /// The user id. If accounts are linked, it is the id of the primary user.
    pub user_id: String,
    /// The recipe user id: the login method with which the user signed in.
    pub recipe_user_id: String,
    /// The id of the tenant.
    pub tenant_id: String,
    /// The session data. The client never sees it.
    #[doc(alias = "sessionDataInDatabase")]
    pub data: JsonObject,
    /// The claims that the next access token will have, without those of the core.
    #[doc(alias = "customClaimsInAccessTokenPayload")]
    pub payload: JsonObject,
    /// When the session began, in milliseconds since 1970 (Unix time).
    pub time_created: u64,
    /// When the session ends if it is not refreshed before, in milliseconds since 1970 (Unix time).
    pub expiry: u64,
}

impl SessionInformation {
    /// Creates the information of a session in the public tenant, without claims and data, for an override that does not
    /// ask the core. Change the fields that differ.
    pub fn new(session_handle: impl Into<String>, user_id: impl Into<String>) -> Self {
        let user_id = user_id.into();
        Self {
            session_handle: session_handle.into(),
            recipe_user_id: user_id.clone(),
            user_id,
            tenant_id: PUBLIC_TENANT.to_owned(),
            data: JsonObject::new(),
            payload: JsonObject::new(),
            time_created: 0,
            expiry: 0,
        }
    }
}

impl From<StoredSession> for SessionInformation {
    fn from(stored: StoredSession) -> Self {
        Self {
            session_handle: stored.session_handle,
            user_id: stored.user_id,
            recipe_user_id: stored.recipe_user_id,
            tenant_id: stored.tenant_id,
            data: stored.user_data_in_database,
            payload: stored.user_data_in_jwt,
            time_created: stored.time_created,
            expiry: stored.expiry,
        }
    }
}

/// The outcome of checking claims.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ClaimValidation {
    /// The checks that failed.
    pub invalid_claims: Vec<ClaimFailure>,
    /// The payload with the fetched values, if any were fetched.
    pub payload_update: Option<JsonObject>,
}

/// The result of making a new access token.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Regenerated {
    /// The new token. `None` if the old token has expired; the payload is stored nevertheless.
    pub access_token: Option<AccessToken>,
    /// The stored payload, without the claims of the core.
    pub payload: JsonObject,
}

impl Regenerated {
    /// Creates the result of an override that does not ask the core.
    pub fn new(access_token: Option<AccessToken>, payload: JsonObject) -> Self {
        Self {
            access_token,
            payload,
        }
    }
}

/// The outcome of signing out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignOut {
    /// The client is signed out: `{"status":"OK"}`.
    Done,
    /// The client is not signed out, and the front end shows the reason: `{"status":"GENERAL_ERROR","message":..}`.
    GeneralError {
        /// Text for the user.
        message: String,
    },
}

//! What the functions that an application may override return.

use crate::cdi::{JsonObject, StoredSession};
use crate::claims::ClaimFailure;
use crate::token::AccessToken;

/// What the core's database has of a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionInformation {
    /// The session's name in the core.
    pub session_handle: String,
    /// Id of the user; the primary one where accounts are linked.
    pub user_id: String,
    /// Id of the login method that the user came by.
    pub recipe_user_id: String,
    /// Id of the tenant.
    pub tenant_id: String,
    /// The data that the client never sees.
    #[doc(alias = "sessionDataInDatabase")]
    pub data: JsonObject,
    /// The user's claims in the next access token.
    #[doc(alias = "customClaimsInAccessTokenPayload")]
    pub payload: JsonObject,
    /// When the session began, in epoch milliseconds.
    pub time_created: u64,
    /// When it ends unless it is refreshed before, in epoch milliseconds.
    pub expiry: u64,
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
    /// The payload with what was fetched, if anything was.
    pub payload_update: Option<JsonObject>,
}

/// What regenerating brought.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Regenerated {
    /// The new token; `None` where the old one has expired meanwhile, though the payload is stored.
    pub access_token: Option<AccessToken>,
    /// The user's part of the payload, as stored.
    pub payload: JsonObject,
}

/// How signing out went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignOut {
    /// The client is signed out: `{"status":"OK"}`.
    Done,
    /// It is not, and the front end shows why: `{"status":"GENERAL_ERROR","message":..}`.
    GeneralError {
        /// Text for the user.
        message: String,
    },
}

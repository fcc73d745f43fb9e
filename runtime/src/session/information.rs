use crate::cdi::{JsonObject, StoredSession};

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

//! Sessions in the core's database.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Call, JsonObject};
use super::tenant::TenantId;

const RECIPE: Option<&str> = Some("session");

/// `GET /recipe/session`: what the database keeps of a session.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadSession<'a> {
    pub(crate) session_handle: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ReadSessionResponse {
    Ok(Box<StoredSession>),
    Unauthorised,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredSession {
    pub(crate) session_handle: String,
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
    pub(crate) tenant_id: String,
    pub(crate) user_data_in_database: JsonObject,
    #[serde(rename = "userDataInJWT")]
    pub(crate) user_data_in_jwt: JsonObject,
    pub(crate) time_created: u64,
    pub(crate) expiry: u64,
}

impl Call for ReadSession<'_> {
    type Response = ReadSessionResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session";
}

/// `PUT /recipe/session/data`: replaces the session data in the database.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateSessionData<'a> {
    pub(crate) session_handle: &'a str,
    pub(crate) user_data_in_database: &'a JsonObject,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UpdateResponse {
    Ok,
    Unauthorised,
}

impl Call for UpdateSessionData<'_> {
    type Response = UpdateResponse;
    const METHOD: Method = Method::PUT;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/data";
}

/// `PUT /recipe/jwt/data`: replaces the claims that the next access token will have.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdatePayload<'a> {
    pub(crate) session_handle: &'a str,
    #[serde(rename = "userDataInJWT")]
    pub(crate) user_data_in_jwt: &'a JsonObject,
}

impl Call for UpdatePayload<'_> {
    type Response = UpdateResponse;
    const METHOD: Method = Method::PUT;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/jwt/data";
}

/// `GET [/<tenant>]/recipe/session/user`: the handles of a user's sessions.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserSessions<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: Option<TenantId<'a>>,
    pub(crate) user_id: &'a str,
    pub(crate) fetch_sessions_for_all_linked_accounts: bool,
    pub(crate) fetch_across_all_tenants: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserSessionsResponse {
    pub(crate) session_handles: Vec<String>,
}

impl Call for UserSessions<'_> {
    type Response = UserSessionsResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/user";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        self.tenant_id
    }
}

/// `POST [/<tenant>]/recipe/session/remove`: revokes a user's sessions.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveUserSessions<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: Option<TenantId<'a>>,
    pub(crate) user_id: &'a str,
    pub(crate) revoke_sessions_for_linked_accounts: bool,
    pub(crate) revoke_across_all_tenants: bool,
}

impl Call for RemoveUserSessions<'_> {
    type Response = RemoveSessionsResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/remove";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        self.tenant_id
    }
}

/// `POST /recipe/session/remove`: revokes sessions by handle.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveSessions<'a> {
    pub(crate) session_handles: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveSessionsResponse {
    pub(crate) session_handles_revoked: Vec<String>,
}

impl Call for RemoveSessions<'_> {
    type Response = RemoveSessionsResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/remove";
}

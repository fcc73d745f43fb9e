//! What routes have in common in their bodies.

use rocket_supertokens::Session;
use serde::Deserialize;
use serde_json::{Value, json};

/// The object that a caller hands through to functions of its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct UserContext(pub(crate) Value);

/// A refresh token as sessions carry it through the suite.
#[derive(Debug, Deserialize)]
pub(crate) struct RefreshTokenInfo {
    pub(crate) token: String,
    pub(crate) expiry: u64,
}

/// An id that the suite expects as an object.
pub(crate) fn recipe_user_id(id: &str) -> Value {
    json!({ "recipeUserId": id })
}

/// A session as it travels to the suite.
pub(crate) fn serialized(session: &Session) -> Value {
    let tokens = session.all_tokens_dangerously();
    let mut serialized = json!({
        "accessToken": tokens.access_token,
        "frontToken": tokens.front_token,
        "sessionHandle": session.handle(),
        "userId": session.user_id(),
        "recipeUserId": recipe_user_id(session.recipe_user_id()),
        "userDataInAccessToken": session.access_token_payload().as_ref(),
        "accessTokenUpdated": tokens.access_and_front_token_updated,
        "tenantId": session.tenant_id(),
    });
    if let (Some(token), Some(expiry)) = (tokens.refresh_token, tokens.refresh_token_expiry) {
        serialized["refreshToken"] = json!({ "token": token, "expiry": expiry });
    }
    if let Some(token) = tokens.anti_csrf_token {
        serialized["antiCsrfToken"] = token.into();
    }
    serialized
}

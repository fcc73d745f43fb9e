//! Creating, verifying, refreshing and regenerating sessions.

use std::fmt;

use http::Method;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::call::{Call, JsonObject, Repeated};
use super::tenant::TenantId;

const RECIPE: Option<&str> = Some("session");

/// `POST /<tenant>/recipe/session`: begins a session.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateSession<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    /// The recipe user id.
    pub(crate) user_id: &'a str,
    #[serde(rename = "userDataInJWT")]
    pub(crate) user_data_in_jwt: &'a JsonObject,
    pub(crate) user_data_in_database: &'a JsonObject,
    pub(crate) use_dynamic_signing_key: bool,
    pub(crate) enable_anti_csrf: bool,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CreateSessionResponse {
    Ok(Box<NewTokens>),
}

/// A session's new tokens, as creating and refreshing return them. The access token describes the session.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewTokens {
    pub(crate) access_token: Token,
    pub(crate) refresh_token: Token,
    #[serde(default, deserialize_with = "for_header")]
    pub(crate) anti_csrf_token: Option<String>,
}

/// A token and its expiry, in milliseconds since 1970. Its `Debug` does not show the token.
#[derive(Clone, Deserialize)]
pub(crate) struct Token {
    #[serde(deserialize_with = "for_header")]
    pub(crate) token: String,
    pub(crate) expiry: u64,
}

/// Takes only what a header can carry, so that what the core sends cannot break the response to the client.
fn for_header<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + ForHeader,
    D: Deserializer<'de>,
{
    let text = T::deserialize(deserializer)?;
    if text.can_be_sent() {
        return Ok(text);
    }
    // It contains no part of the token.
    Err(D::Error::custom(
        "a token has characters that an HTTP header cannot carry",
    ))
}

trait ForHeader {
    fn can_be_sent(&self) -> bool;
}

impl ForHeader for String {
    fn can_be_sent(&self) -> bool {
        self.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

impl ForHeader for Option<String> {
    fn can_be_sent(&self) -> bool {
        self.as_ref().is_none_or(String::can_be_sent)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("expiry", &self.expiry)
            .finish_non_exhaustive()
    }
}

impl Call for CreateSession<'_> {
    type Response = CreateSessionResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /recipe/session/verify`: lets the core check an access token.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VerifySession<'a> {
    pub(crate) access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) anti_csrf_token: Option<&'a str>,
    pub(crate) do_anti_csrf_check: bool,
    pub(crate) enable_anti_csrf: bool,
    pub(crate) check_database: bool,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum VerifySessionResponse {
    Ok {
        #[expect(
            dead_code,
            reason = "an OK that names no session was not said by a core"
        )]
        session: VerifiedSession,
        /// Only up to CDI 5.5.
        access_token: Option<Token>,
        /// Only from CDI 5.6 on, and with `check_database`.
        #[serde(default)]
        payload_update_available: bool,
    },
    Unauthorised {
        message: String,
    },
    TryRefreshToken {
        message: String,
    },
}

#[derive(Deserialize)]
pub(crate) struct VerifiedSession {
    #[expect(dead_code, reason = "that it is there is what counts")]
    handle: String,
}

impl VerifySessionResponse {
    /// The message of an `Unauthorised` that does not end the session: it lives on in newer tokens.
    pub(crate) const ROTATED_OUT: &'static str = "rotated-out token branch; refresh required";
}

impl Call for VerifySession<'_> {
    type Response = VerifySessionResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/verify";
}

/// `POST /recipe/session/refresh`: trades a refresh token for new tokens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefreshSession<'a> {
    pub(crate) refresh_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) anti_csrf_token: Option<&'a str>,
    pub(crate) enable_anti_csrf: bool,
    pub(crate) use_dynamic_signing_key: bool,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum RefreshSessionResponse {
    Ok(Box<NewTokens>),
    Unauthorised {
        message: String,
    },
    TokenTheftDetected {
        session: StolenSession,
        /// Present where the core has revoked the session itself (CDI 5.6).
        recent_token_reuse_subtype: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StolenSession {
    pub(crate) handle: String,
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
}

impl Call for RefreshSession<'_> {
    type Response = RefreshSessionResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/refresh";
    // A host that carries it out late would replace the tokens that another host has given meanwhile.
    const REPEATED: Repeated = Repeated::WhenLost;
}

/// `POST /recipe/session/regenerate`: an access token with another payload and the same expiry.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Regenerate<'a> {
    pub(crate) access_token: &'a str,
    /// Absent: the payload stored in the database.
    #[serde(rename = "userDataInJWT", skip_serializing_if = "Option::is_none")]
    pub(crate) user_data_in_jwt: Option<&'a JsonObject>,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum RegenerateResponse {
    Ok {
        session: StoredPayload,
        /// Absent if the token has expired.
        access_token: Option<Token>,
    },
    Unauthorised,
}

#[derive(Deserialize)]
pub(crate) struct StoredPayload {
    #[serde(rename = "userDataInJWT")]
    pub(crate) user_data_in_jwt: JsonObject,
}

impl Call for Regenerate<'_> {
    type Response = RegenerateResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/session/regenerate";
}

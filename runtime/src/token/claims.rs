use serde_json::Value;

use crate::cdi::JsonObject;
use crate::error::TokenDefect;

/// The claims that sessions are made of.
#[derive(Clone)]
pub(crate) struct Claims {
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
    pub(crate) tenant_id: String,
    pub(crate) session_handle: String,
    pub(crate) expiry_ms: u64,
    pub(crate) created_ms: u64,
    /// Not before this time, in seconds; only where the user's payload says so.
    pub(crate) not_before: Option<f64>,
    /// Whether it came from a refresh whose refresh token has not been used yet (CDI up to 5.5).
    pub(crate) has_parent: bool,
    pub(crate) anti_csrf_token: Option<String>,
}

impl Claims {
    /// Version 3 and later.
    pub(super) fn current(payload: &JsonObject, version: u32) -> Result<Self, TokenDefect> {
        let user_id = text(payload, "sub")?;
        let created = number(payload, "iat")?;
        let expiry = number(payload, "exp")?;
        let session_handle = text(payload, "sessionHandle")?;
        text(payload, "refreshTokenHash1")?;
        let recipe_user_id = if version >= 5 {
            text(payload, "rsub")?
        } else {
            user_id.clone()
        };
        // A `tId` in a version 3 token is the user's own claim.
        let tenant_id = if version >= 4 {
            text(payload, "tId")?
        } else {
            "public".to_owned()
        };
        let not_before = match payload.get("nbf") {
            None => None,
            Some(value) => Some(value.as_f64().ok_or(TokenDefect::Claim("nbf"))?),
        };
        Ok(Self {
            user_id,
            recipe_user_id,
            tenant_id,
            session_handle,
            expiry_ms: (expiry * 1000.0) as u64,
            created_ms: (created * 1000.0) as u64,
            not_before,
            has_parent: optional_text(payload, "parentRefreshTokenHash1").is_some(),
            anti_csrf_token: optional_text(payload, "antiCsrfToken"),
        })
    }

    /// Version 2, written before 2023: other names, milliseconds, the user's part nested.
    pub(super) fn old(payload: &JsonObject) -> Result<Self, TokenDefect> {
        let session_handle = text(payload, "sessionHandle")?;
        let user_id = text(payload, "userId")?;
        text(payload, "refreshTokenHash1")?;
        if !payload.contains_key("userData") {
            return Err(TokenDefect::Claim("userData"));
        }
        let expiry = number(payload, "expiryTime")?;
        let created = number(payload, "timeCreated")?;
        Ok(Self {
            recipe_user_id: user_id.clone(),
            user_id,
            tenant_id: "public".to_owned(),
            session_handle,
            expiry_ms: expiry as u64,
            created_ms: created as u64,
            not_before: None,
            has_parent: optional_text(payload, "parentRefreshTokenHash1").is_some(),
            anti_csrf_token: optional_text(payload, "antiCsrfToken"),
        })
    }
}

fn text(payload: &JsonObject, name: &'static str) -> Result<String, TokenDefect> {
    optional_text(payload, name).ok_or(TokenDefect::Claim(name))
}

/// `null` and other types count as absent.
fn optional_text(payload: &JsonObject, name: &str) -> Option<String> {
    payload
        .get(name)
        .and_then(Value::as_str)
        .map(|text| text.trim().to_owned())
}

fn number(payload: &JsonObject, name: &'static str) -> Result<f64, TokenDefect> {
    payload
        .get(name)
        .and_then(Value::as_f64)
        .ok_or(TokenDefect::Claim(name))
}

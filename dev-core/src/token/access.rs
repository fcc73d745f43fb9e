//! Access tokens: what a session token says, and in which order.

use super::claims::PROTECTED;
use super::jwt::{SESSION_VERSION, encode};
use crate::crypto::{CryptoError, SigningKey};
use crate::json::{Json, Object, object, spelled_for_jwt};

/// The content of an access token. Times are in milliseconds and always whole seconds.
pub(crate) struct AccessToken {
    pub(crate) handle: String,
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
    pub(crate) tenant: String,
    pub(crate) refresh_hash1: String,
    pub(crate) parent_hash1: Option<String>,
    pub(crate) anti_csrf: Option<String>,
    pub(crate) claims: Object,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

impl AccessToken {
    /// Writes and signs the token.
    pub(crate) fn sign(&self, key: &SigningKey) -> Result<String, CryptoError> {
        let mut payload = object([
            ("iat", (self.created_at / 1000).into()),
            ("exp", (self.expires_at / 1000).into()),
            ("sub", self.user_id.as_str().into()),
            ("tId", self.tenant.as_str().into()),
            ("rsub", self.recipe_user_id.as_str().into()),
            ("sessionHandle", self.handle.as_str().into()),
            ("refreshTokenHash1", self.refresh_hash1.as_str().into()),
            ("parentRefreshTokenHash1", self.parent_hash1.clone().into()),
            ("antiCsrfToken", self.anti_csrf.clone().into()),
        ]);
        for (name, value) in &self.claims {
            payload.insert(name.clone(), spelled_for_jwt(value));
        }
        encode(&payload, Some(SESSION_VERSION), key)
    }

    /// Reads the content from a payload. The error is the text of the response.
    pub(crate) fn from_payload(mut payload: Object) -> Result<Self, String> {
        for name in PROTECTED {
            if !payload.contains_key(name) {
                return Err(incomplete(name));
            }
        }
        Ok(Self {
            created_at: seconds(&payload, "iat")?,
            expires_at: seconds(&payload, "exp")?,
            user_id: text(&payload, "sub")?,
            tenant: text(&payload, "tId")?,
            recipe_user_id: text(&payload, "rsub")?,
            handle: text(&payload, "sessionHandle")?,
            refresh_hash1: text(&payload, "refreshTokenHash1")?,
            parent_hash1: optional_text(&payload, "parentRefreshTokenHash1")?,
            anti_csrf: optional_text(&payload, "antiCsrfToken")?,
            claims: {
                payload.retain(|name, _| !PROTECTED.contains(&name.as_str()));
                payload
            },
        })
    }
}

/// The text of the response to a token that lacks a claim.
fn incomplete(name: &str) -> String {
    format!(
        "Access token does not contain all the information. Maybe the structure has changed? {name}"
    )
}

fn text(payload: &Object, name: &str) -> Result<String, String> {
    payload
        .get(name)
        .and_then(Json::as_text)
        .map(Into::into)
        .ok_or_else(|| incomplete(name))
}

fn optional_text(payload: &Object, name: &str) -> Result<Option<String>, String> {
    match payload.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(_) => text(payload, name).map(Some),
    }
}

fn seconds(payload: &Object, name: &str) -> Result<i64, String> {
    let seconds = payload
        .get(name)
        .and_then(Json::as_whole)
        .ok_or_else(|| incomplete(name))?;
    Ok(seconds.saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::super::jwt::Jwt;
    use super::*;

    fn token() -> AccessToken {
        AccessToken {
            handle: "h".into(),
            user_id: "u".into(),
            recipe_user_id: "r".into(),
            tenant: "public".into(),
            refresh_hash1: "f".into(),
            parent_hash1: None,
            anti_csrf: Some("c".into()),
            claims: object([("n", Json::Number("1e2".into()))]),
            created_at: 1_000,
            expires_at: 2_000,
        }
    }

    #[test]
    fn claims_come_in_the_recorded_order_and_read_back() -> Result<(), CryptoError> {
        let key = SigningKey::generate("k".into())?;
        let text = token().sign(&key)?;
        let payload = Jwt::parse(&text)
            .and_then(|jwt| jwt.verified(&key))
            .expect("an own token verifies");
        assert_eq!(
            Json::from(payload.clone()).to_string(),
            r#"{"iat":1,"exp":2,"sub":"u","tId":"public","rsub":"r","sessionHandle":"h","refreshTokenHash1":"f","parentRefreshTokenHash1":null,"antiCsrfToken":"c","n":100.0}"#
        );
        let read = AccessToken::from_payload(payload).expect("an own payload is complete");
        assert_eq!(
            (read.handle.as_str(), read.expires_at, read.parent_hash1),
            ("h", 2_000, None)
        );
        assert_eq!(Json::from(read.claims).to_string(), r#"{"n":100.0}"#);
        Ok(())
    }

    #[test]
    fn the_first_missing_claim_is_named() {
        let error = AccessToken::from_payload(object([("sub", "u".into())])).err();
        assert!(error.is_some_and(|text| text.ends_with("changed? exp")));
    }
}

//! An access token that has the right form.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use serde_json::Value;

use super::claims::Claims;
use crate::cdi::JsonObject;
use crate::error::TokenDefect;

/// Claims that only the core can set.
pub(crate) const PROTECTED_CLAIMS: [&str; 10] = [
    "sub",
    "iat",
    "exp",
    "sessionHandle",
    "parentRefreshTokenHash1",
    "refreshTokenHash1",
    "antiCsrfToken",
    "rsub",
    "tId",
    "stt",
];

/// A response carries a token twice, once in the front token, and must fit into the 408 KiB (8,192 + 4,096 * 100
/// bytes) that hyper, below Rocket and below many clients, reads for the head of a message in HTTP/1. In HTTP/2 Rocket
/// takes more, 16 MiB.
pub(crate) const MAX_LENGTH: usize = 192 * 1024;

/// An access token that has the right form. Its signature may still be wrong.
///
/// Its `Debug` does not show the token.
#[derive(Clone)]
pub struct AccessToken {
    raw: String,
    pub(crate) version: u32,
    /// The id of the signing key; version 2 does not have it.
    pub(crate) kid: Option<String>,
    pub(crate) claims: Claims,
    /// Read only when it is needed, because reading it costs more than everything else.
    payload: OnceLock<Arc<JsonObject>>,
}

impl AccessToken {
    /// Reads an access token without verifying it. The core is not called.
    ///
    /// # Errors
    /// A [`TokenDefect`] if the text is not an access token of SuperTokens.
    pub fn parse(raw: &str) -> Result<Self, TokenDefect> {
        if raw.len() > MAX_LENGTH {
            return Err(TokenDefect::TooLong);
        }
        let mut parts = raw.split('.');
        let (Some(header), Some(payload), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenDefect::NotJwt);
        };
        let (version, kid) = Header::read(header)?;
        let payload = decode(payload).ok_or(TokenDefect::Payload)?;
        Ok(Self {
            raw: raw.to_owned(),
            version,
            kid,
            claims: Claims::read(&payload, version)?,
            payload: OnceLock::new(),
        })
    }

    /// The text of the token. Never log it.
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// The claims that the user may read, unverified.
    pub fn payload(&self) -> &JsonObject {
        self.payload.get_or_init(|| Arc::new(self.read_payload()))
    }

    /// The same claims, shared.
    pub(crate) fn shared_payload(&self) -> Arc<JsonObject> {
        Arc::clone(self.payload.get_or_init(|| Arc::new(self.read_payload())))
    }

    /// Every claim, or in version 2 the user's part. It cannot fail, because the payload was parsed before.
    fn read_payload(&self) -> JsonObject {
        let part = self.raw.split('.').nth(1).and_then(decode);
        let mut payload: JsonObject = part
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        if self.version >= 3 {
            return payload;
        }
        match payload.get_mut("userData").map(Value::take) {
            Some(Value::Object(data)) => data,
            _ => JsonObject::new(),
        }
    }

    /// The session handle, unverified.
    pub fn session_handle(&self) -> &str {
        &self.claims.session_handle
    }

    /// The user id, unverified.
    pub fn user_id(&self) -> &str {
        &self.claims.user_id
    }

    /// The recipe user id, unverified.
    pub fn recipe_user_id(&self) -> &str {
        &self.claims.recipe_user_id
    }

    /// The id of the tenant, unverified.
    pub fn tenant_id(&self) -> &str {
        &self.claims.tenant_id
    }

    /// When the token expires, in milliseconds since 1970 (Unix time), unverified.
    pub fn expiry(&self) -> u64 {
        self.claims.expiry_ms
    }

    /// When the token was made, in milliseconds since 1970 (Unix time), unverified.
    pub fn time_created(&self) -> u64 {
        self.claims.created_ms
    }

    /// What was signed, and the signature.
    pub(crate) fn signed_parts(&self) -> (&str, &str) {
        self.raw.rsplit_once('.').unwrap_or_default()
    }

    pub(crate) fn uses_dynamic_key(&self) -> bool {
        self.kid.as_deref().is_some_and(|kid| kid.starts_with("d-"))
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("version", &self.version)
            .field("kid", &self.kid)
            .field("session_handle", &self.claims.session_handle)
            .finish_non_exhaustive()
    }
}

/// The headers of versions 1 and 2 are constant and have no key id.
const OLD_HEADERS: [&str; 2] = [
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIxIn0=",
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIyIn0=",
];

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Option<Text<'a>>,
    #[serde(borrow)]
    typ: Option<Text<'a>>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    kid: Option<String>,
    /// Names extensions that a verifier must understand. The core writes none, and we do not know any.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A text that is only looked at: it is not copied, unless it contains escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Header<'_> {
    /// Version and key id.
    fn read(text: &str) -> Result<(u32, Option<String>), TokenDefect> {
        if OLD_HEADERS.contains(&text) {
            return Ok((2, None));
        }
        let json = decode(text).ok_or(TokenDefect::Header)?;
        let header: Header<'_> = serde_json::from_slice(&json).map_err(|_| TokenDefect::Header)?;
        if header.alg.is_none_or(|alg| alg.0 != "RS256") {
            return Err(TokenDefect::Algorithm);
        }
        // JWTs of `POST /recipe/jwt` do not have it: they are signed with the same keys, but their maker chooses the
        // claims.
        let version = header.version.and_then(|text| text.0.parse().ok());
        match (version, header.typ.as_ref().map(|typ| &*typ.0), header.kid) {
            (Some(version @ 3..), Some("JWT"), Some(kid)) if !header.crit => {
                Ok((version, Some(kid)))
            }
            _ => Err(TokenDefect::Header),
        }
    }
}

/// Decodes a part in either alphabet, padded or not.
fn decode(part: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    let engine = if part.contains(['+', '/']) {
        STANDARD
    } else {
        URL_SAFE
    };
    engine.decode(part).ok()
}

#[cfg(test)]
pub(crate) mod tests;

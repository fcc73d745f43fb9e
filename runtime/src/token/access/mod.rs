//! An access token that has the right form.

mod decode;
mod header;
mod text;

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub(super) use self::decode::{with_decoded, with_signature};
pub(super) use self::header::Header;
use self::text::{Span, Text, TextBuilder};
use super::claims::Claims;
use super::keys_in_use::KeysInUse;
use crate::cdi::{DYNAMIC_KEY, JsonObject};
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
/// Cloning is cheap. Its `Debug` does not show the token.
#[derive(Clone)]
pub struct AccessToken(Arc<Parsed>);

struct Parsed {
    text: Text,
    version: u32,
    /// The id of the signing key; version 2 does not have it.
    kid: Option<Span>,
    user_id: Span,
    recipe_user_id: Span,
    tenant_id: Span,
    session_handle: Span,
    anti_csrf_token: Option<Span>,
    expiry_ms: u64,
    created_ms: u64,
    not_before: Option<f64>,
    has_parent: bool,
    /// The most that `payload` can occupy, in bytes.
    payload_size: usize,
    /// Read only when it is needed, because reading it costs more than everything else.
    payload: OnceLock<Arc<JsonObject>>,
    /// With which keys its signature was checked, and found to be good.
    verified_with: OnceLock<KeysInUse>,
}

impl AccessToken {
    /// Reads an access token without verifying it. The core is not called.
    ///
    /// # Errors
    /// A [`TokenDefect`] if the text is not an access token of SuperTokens.
    pub fn parse(raw: &str) -> Result<Self, TokenDefect> {
        Self::parse_knowing(raw, |_| None)
    }

    /// As [`parse`](Self::parse). `known` may recognise the header by its text, so that it is not read again.
    pub(super) fn parse_knowing<'k>(
        raw: &str,
        known: impl FnOnce(&str) -> Option<Header<'k>>,
    ) -> Result<Self, TokenDefect> {
        if raw.len() > MAX_LENGTH {
            return Err(TokenDefect::TooLong);
        }
        let mut parts = raw.split('.');
        let (Some(header), Some(payload), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenDefect::NotJwt);
        };
        let header = match known(header) {
            Some(header) => header,
            None => Header::read(header)?,
        };
        let read = |json: &[u8]| {
            let claims = Claims::read(json, header.version)?;
            Ok(Self::with_claims(raw, &header, &claims, json))
        };
        with_decoded(payload, read).unwrap_or(Err(TokenDefect::Payload))
    }

    fn with_claims(raw: &str, header: &Header<'_>, claims: &Claims<'_>, json: &[u8]) -> Self {
        let kid = header.kid.as_deref();
        let anti_csrf_token = claims.anti_csrf_token.as_deref();
        let parts = [
            kid.unwrap_or_default(),
            &claims.user_id,
            &claims.recipe_user_id,
            &claims.tenant_id,
            &claims.session_handle,
            anti_csrf_token.unwrap_or_default(),
        ];
        let mut text = TextBuilder::new(raw, parts.iter().map(|part| part.len()).sum());
        let user_id = text.push(&claims.user_id);
        Self(Arc::new(Parsed {
            version: header.version,
            kid: kid.map(|kid| text.push(kid)),
            user_id,
            recipe_user_id: match claims.recipe_user_id == claims.user_id {
                true => user_id,
                false => text.push(&claims.recipe_user_id),
            },
            tenant_id: text.push(&claims.tenant_id),
            session_handle: text.push(&claims.session_handle),
            anti_csrf_token: anti_csrf_token.map(|token| text.push(token)),
            expiry_ms: claims.expiry_ms,
            created_ms: claims.created_ms,
            not_before: claims.not_before,
            has_parent: claims.has_parent,
            payload_size: largest_size(json),
            payload: OnceLock::new(),
            verified_with: OnceLock::new(),
            text: text.build(),
        }))
    }

    /// The text of the token. Never log it.
    pub fn as_str(&self) -> &str {
        self.0.text.token()
    }

    /// The claims that the user may read, unverified.
    pub fn payload(&self) -> &JsonObject {
        self.0.payload()
    }

    /// The same claims, shared.
    pub(crate) fn shared_payload(&self) -> Arc<JsonObject> {
        Arc::clone(self.0.payload())
    }

    /// The session handle, unverified.
    pub fn session_handle(&self) -> &str {
        self.0.text.get(self.0.session_handle)
    }

    /// The user id, unverified.
    pub fn user_id(&self) -> &str {
        self.0.text.get(self.0.user_id)
    }

    /// The recipe user id, unverified.
    pub fn recipe_user_id(&self) -> &str {
        self.0.text.get(self.0.recipe_user_id)
    }

    /// The id of the tenant, unverified.
    pub fn tenant_id(&self) -> &str {
        self.0.text.get(self.0.tenant_id)
    }

    /// When the token expires, in milliseconds since 1970 (Unix time), unverified.
    pub fn expiry(&self) -> u64 {
        self.0.expiry_ms
    }

    /// When the token was made, in milliseconds since 1970 (Unix time), unverified.
    pub fn time_created(&self) -> u64 {
        self.0.created_ms
    }

    pub(crate) fn version(&self) -> u32 {
        self.0.version
    }

    pub(crate) fn kid(&self) -> Option<&str> {
        self.0.kid.map(|kid| self.0.text.get(kid))
    }

    pub(crate) fn anti_csrf_token(&self) -> Option<&str> {
        self.0.anti_csrf_token.map(|token| self.0.text.get(token))
    }

    /// Not before this time, in seconds; only where the user's payload says so.
    pub(crate) fn not_before(&self) -> Option<f64> {
        self.0.not_before
    }

    /// Whether it came from a refresh whose refresh token has not been used yet (CDI up to 5.5).
    pub(crate) fn has_parent(&self) -> bool {
        self.0.has_parent
    }

    pub(crate) fn uses_dynamic_key(&self) -> bool {
        self.kid().is_some_and(|kid| kid.starts_with(DYNAMIC_KEY))
    }

    /// What was signed, and the signature.
    pub(super) fn signed_parts(&self) -> (&str, &str) {
        self.as_str().rsplit_once('.').unwrap_or_default()
    }

    /// The header as it was written.
    pub(super) fn header_text(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }

    /// Whether its signature was checked with these keys.
    pub(super) fn is_verified_with(&self, keys: &KeysInUse) -> bool {
        let verified_with = self.0.verified_with.get();
        verified_with.is_some_and(|checked| checked.are(keys))
    }

    /// Notes that its signature was checked with these keys. False if it was noted before, for these or other keys.
    pub(super) fn note_verified_with(&self, keys: &KeysInUse) -> bool {
        self.0.verified_with.set(keys.clone()).is_ok()
    }

    /// The most that it can come to occupy, in bytes.
    pub(super) fn largest_size(&self) -> usize {
        size_of::<Parsed>() + self.0.text.len() + self.0.payload_size
    }
}

impl Parsed {
    fn payload(&self) -> &Arc<JsonObject> {
        self.payload.get_or_init(|| Arc::new(self.read_payload()))
    }

    /// Every claim, or in version 2 the user's part. It cannot fail, because the payload was parsed before.
    fn read_payload(&self) -> JsonObject {
        let part = self.text.token().split('.').nth(1).unwrap_or_default();
        let read = with_decoded(part, |json| serde_json::from_slice(json).ok());
        let mut payload: JsonObject = read.flatten().unwrap_or_default();
        if self.version >= 3 {
            return payload;
        }
        match payload.get_mut("userData").map(Value::take) {
            Some(Value::Object(data)) => data,
            _ => JsonObject::new(),
        }
    }
}

/// The most that a JSON text occupies once it is read, in bytes: its letters, the first place in each map and list, and
/// every further place with as much in reserve.
fn largest_size(json: &[u8]) -> usize {
    let place = |byte: &u8| match byte {
        b'{' => 450,
        b'[' => 320,
        b',' => 280,
        _ => 0,
    };
    json.len() + json.iter().map(place).sum::<usize>()
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("version", &self.version())
            .field("kid", &self.kid())
            .field("session_handle", &self.session_handle())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests;

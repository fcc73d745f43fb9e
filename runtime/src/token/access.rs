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

/// Claims that the core sets. Users cannot.
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

/// An answer carries a token twice, once in the front token, and must fit into the 408 KiB (8,192 + 4,096 * 100
/// bytes) that hyper, below Rocket and below many clients, reads for the head of a message in HTTP/1. In HTTP/2 Rocket
/// takes more, 16 MiB.
pub(crate) const MAX_LENGTH: usize = 192 * 1024;

/// An access token that has the right form. That says nothing of its signature.
///
/// Its `Debug` does not show the token.
#[derive(Clone)]
pub struct AccessToken {
    raw: String,
    pub(crate) version: u32,
    /// The signing key's id; version 2 has none.
    pub(crate) kid: Option<String>,
    pub(crate) claims: Claims,
    /// Read when somebody asks for it, since that costs more than all else.
    payload: Arc<OnceLock<Arc<JsonObject>>>,
}

impl AccessToken {
    /// Parses without verifying.
    ///
    /// # Errors
    /// A [`TokenDefect`] when the text is no access token of ours.
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
            payload: Arc::default(),
        })
    }

    /// The token itself. Never log it.
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// The claims that the user may read, unverified.
    pub fn payload(&self) -> &JsonObject {
        self.payload.get_or_init(|| Arc::new(self.read_payload()))
    }

    /// The same, to be kept.
    pub(crate) fn shared_payload(&self) -> Arc<JsonObject> {
        Arc::clone(self.payload.get_or_init(|| Arc::new(self.read_payload())))
    }

    /// Every claim, or in version 2 the user's part. What was parsed can be read.
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

    /// The session's name in the core, unverified.
    pub fn session_handle(&self) -> &str {
        &self.claims.session_handle
    }

    /// Id of the user, unverified.
    pub fn user_id(&self) -> &str {
        &self.claims.user_id
    }

    /// Id of the login method that the user came by, unverified.
    pub fn recipe_user_id(&self) -> &str {
        &self.claims.recipe_user_id
    }

    /// Id of the tenant, unverified.
    pub fn tenant_id(&self) -> &str {
        &self.claims.tenant_id
    }

    /// When it expires, in epoch milliseconds, unverified.
    pub fn expiry(&self) -> u64 {
        self.claims.expiry_ms
    }

    /// When it was made, in epoch milliseconds, unverified.
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
struct Header {
    alg: Option<String>,
    typ: Option<String>,
    version: Option<String>,
    kid: Option<String>,
    /// Names what a verifier must understand. The core writes none, and we would understand none.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl Header {
    /// Version and key id.
    fn read(text: &str) -> Result<(u32, Option<String>), TokenDefect> {
        if OLD_HEADERS.contains(&text) {
            return Ok((2, None));
        }
        let header: Option<Self> = decode(text).and_then(|json| serde_json::from_slice(&json).ok());
        let header = header.ok_or(TokenDefect::Header)?;
        if header.alg.as_deref() != Some("RS256") {
            return Err(TokenDefect::Algorithm);
        }
        // Those of `POST /recipe/jwt` name none: the same keys sign them, and whoever makes them chooses their claims.
        let version = header.version.and_then(|text| text.parse().ok());
        match (version, header.typ.as_deref(), header.kid) {
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
pub(crate) mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;

    pub(crate) fn token(header: &Value, payload: &Value) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2ln", encode(header), encode(payload))
    }

    pub(crate) fn header() -> Value {
        json!({ "kid": "d-1", "typ": "JWT", "version": "5", "alg": "RS256" })
    }

    pub(crate) fn payload() -> Value {
        json!({
            "iat": 1, "exp": 4_000_000_000u64, "sub": "user", "tId": "public", "rsub": "recipe-user",
            "sessionHandle": "handle", "refreshTokenHash1": "hash", "parentRefreshTokenHash1": null,
            "antiCsrfToken": null, "role": "admin",
        })
    }

    fn defect(header: &Value, payload: &Value) -> Option<TokenDefect> {
        AccessToken::parse(&token(header, payload)).err()
    }

    fn with(mut value: Value, name: &str, to: Value) -> Value {
        value[name] = to;
        value
    }

    fn without(mut value: Value, name: &str) -> Value {
        value.as_object_mut().expect("an object").shift_remove(name);
        value
    }

    #[test]
    fn reads_a_current_token() {
        let token = AccessToken::parse(&token(&header(), &payload())).expect("well-formed");
        assert_eq!((token.version, token.kid.as_deref()), (5, Some("d-1")));
        assert_eq!(token.claims.user_id, "user");
        assert_eq!(token.claims.recipe_user_id, "recipe-user");
        assert_eq!(token.claims.expiry_ms, 4_000_000_000_000);
        assert!(!token.claims.has_parent && token.claims.anti_csrf_token.is_none());
        assert!(token.uses_dynamic_key());
        let names: Vec<_> = token.payload().keys().map(String::as_str).collect();
        assert_eq!(names[..3], ["iat", "exp", "sub"]);
        assert_eq!(names[9], "role");
    }

    #[test]
    fn older_versions_lack_some_claims() {
        let v4 = AccessToken::parse(&token(
            &with(header(), "version", json!("4")),
            &without(payload(), "rsub"),
        ));
        assert_eq!(v4.expect("version 4").claims.recipe_user_id, "user");
        let v3 = token(
            &with(header(), "version", json!("3")),
            &with(payload(), "tId", json!({ "the user's": "own" })),
        );
        assert_eq!(
            AccessToken::parse(&v3).expect("version 3").claims.tenant_id,
            "public"
        );
        let old = json!({
            "userId": "u", "expiryTime": 5000, "timeCreated": 1, "sessionHandle": "h",
            "refreshTokenHash1": "r", "userData": { "a": 1 },
        });
        let v2 = format!(
            "{}.{}.sig",
            OLD_HEADERS[1],
            base64::engine::general_purpose::STANDARD.encode(old.to_string())
        );
        let v2 = AccessToken::parse(&v2).expect("version 2");
        assert_eq!((v2.version, v2.claims.expiry_ms), (2, 5000));
        assert_eq!(
            *v2.payload(),
            *json!({ "a": 1 }).as_object().expect("an object")
        );
    }

    #[test]
    fn refuses_other_algorithms_and_kinds() {
        for alg in ["none", "HS256", "ES256", "rs256"] {
            assert_eq!(
                defect(&with(header(), "alg", json!(alg)), &payload()),
                Some(TokenDefect::Algorithm),
                "{alg}"
            );
        }
        assert_eq!(
            defect(&header(), &with(payload(), "stt", json!(1))),
            Some(TokenDefect::OtherKind)
        );
        assert_eq!(defect(&header(), &with(payload(), "stt", json!(0))), None);
    }

    #[test]
    fn refuses_what_is_incomplete_or_mistyped() {
        for name in [
            "sub",
            "exp",
            "iat",
            "sessionHandle",
            "refreshTokenHash1",
            "rsub",
            "tId",
        ] {
            assert_eq!(
                defect(&header(), &without(payload(), name)),
                Some(TokenDefect::Claim(name)),
                "{name}"
            );
            assert_eq!(
                defect(&header(), &with(payload(), name, json!([]))),
                Some(TokenDefect::Claim(name)),
                "{name}"
            );
        }
        for (name, value) in [
            ("version", json!(5)),
            ("version", json!("2")),
            ("typ", json!("jwt")),
            ("kid", json!(null)),
            ("version", json!(null)),
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("crit", json!(null)),
        ] {
            assert_eq!(
                defect(&with(header(), name, value), &payload()),
                Some(TokenDefect::Header),
                "{name}"
            );
        }
        let without_version = without(header(), "version");
        assert_eq!(
            defect(&without_version, &payload()),
            Some(TokenDefect::Header)
        );
        assert_eq!(defect(&header(), &json!([])), Some(TokenDefect::Payload));
    }

    /// What is not asked for yet must be readable all the same, or a session would lose its claims.
    #[test]
    fn what_parses_can_be_read_later() {
        let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        let deep = |depth| token(&header(), &with(payload(), "deep", nested(depth)));
        let deepest = AccessToken::parse(&deep(126)).expect("well-formed");
        assert_eq!(deepest.payload()["deep"], nested(126));
        assert_eq!(
            deepest.payload().len(),
            payload().as_object().expect("an object").len() + 1
        );
        assert_eq!(
            AccessToken::parse(&deep(127)).err(),
            Some(TokenDefect::Payload)
        );

        let raw = |text: &str| {
            let payload = payload().to_string();
            let payload = format!("{},{text}}}", payload.trim_end_matches('}'));
            format!(
                "{}.{}.c2ln",
                URL_SAFE_NO_PAD.encode(header().to_string()),
                URL_SAFE_NO_PAD.encode(payload)
            )
        };
        for unreadable in [
            "\"x\":1e999",
            "\"x\":\"\\ud800\"",
            "\"x\":01",
            "\"x\":[1,]",
            "\"x\":1}",
        ] {
            let parsed = AccessToken::parse(&raw(unreadable));
            assert_eq!(parsed.err(), Some(TokenDefect::Payload), "{unreadable}");
        }
        for readable in [
            "\"x\":18446744073709551616",
            "\"née\":\"\\u00fc\"",
            "\"userId\":{}",
            "\"sub\":\"other\"",
        ] {
            let parsed = AccessToken::parse(&raw(readable)).expect(readable);
            assert_eq!(parsed.payload()["sub"], parsed.user_id(), "{readable}");
            assert!(parsed.payload().len() >= 10, "{readable}");
        }
    }

    #[test]
    fn refuses_any_garbage() {
        let long = "a".repeat(MAX_LENGTH + 1);
        assert_eq!(AccessToken::parse(&long).err(), Some(TokenDefect::TooLong));
        for text in [
            "",
            ".",
            "..",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            "é.ü.ß",
            "eyJ.eyJ.x",
            "=.=.=",
        ] {
            assert!(AccessToken::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let text = token(&header(), &payload());
        let shown = format!("{:?}", AccessToken::parse(&text).expect("well-formed"));
        assert!(!shown.contains("eyJ") && !shown.contains("hash"), "{shown}");
    }
}

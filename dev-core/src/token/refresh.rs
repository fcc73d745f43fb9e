//! Refresh tokens: opaque to everyone but the core that made them.

use crate::crypto::{CryptoError, Unsealable, seal, sha256, sha256_hex, unseal, uuid};
use crate::json::{Json, Object, object, object_text, parse};

/// The version mark at the end of every refresh token.
const SUFFIX: &str = "V2";
const KNOWN_SUFFIXES: [&str; 3] = ["V0", "V1", "V2"];

/// The hash that access and refresh tokens carry.
pub(crate) fn hash1(refresh_token: &str) -> String {
    sha256_hex(refresh_token)
}

/// The hash that the database keeps: of the digits of [`hash1`].
pub(crate) fn hash2(hash1: &str) -> [u8; 32] {
    sha256(hash1)
}

/// The content of a refresh token.
pub(crate) struct RefreshToken {
    pub(crate) handle: String,
    pub(crate) user_id: String,
    pub(crate) parent_hash1: Option<String>,
    pub(crate) anti_csrf: Option<String>,
    /// Absent in tokens of the public tenant.
    pub(crate) tenant: Option<String>,
}

impl RefreshToken {
    /// Writes the token; every call gives another text.
    pub(crate) fn issue(&self, secret: &str) -> Result<String, CryptoError> {
        let nonce = sha256_hex(&uuid());
        let mut payload = object([
            ("sessionHandle", self.handle.as_str().into()),
            ("userId", self.user_id.as_str().into()),
        ]);
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                payload.insert(name.into(), value.into());
            }
        };
        add("parentRefreshTokenHash1", self.parent_hash1.as_deref());
        add("nonce", Some(&nonce));
        add("antiCsrfToken", self.anti_csrf.as_deref());
        add("tenantId", self.tenant.as_deref());
        Ok(format!(
            "{}.{nonce}.{SUFFIX}",
            seal(&object_text(&payload), secret)?
        ))
    }

    /// Reads a token. The error is the text of the response, Java class names included, since that is what
    /// a real core sends.
    pub(crate) fn open(token: &str, secret: &str) -> Result<Self, String> {
        if !token.is_empty() && token.bytes().all(|byte| byte == b'.') {
            return Err(format!(
                "{FORMAT_ERROR}: java.lang.ArrayIndexOutOfBoundsException: Index -1 out of bounds for length 0"
            ));
        }
        let parts: Vec<&str> = token.trim_end_matches('.').split('.').collect();
        let version = parts.last().copied().unwrap_or_default();
        if !KNOWN_SUFFIXES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(version))
        {
            return Err(format!(
                "{FORMAT_ERROR}: version of refresh token not recognised"
            ));
        }
        let [sealed, nonce, _] = parts[..] else {
            return Err(format!(
                "{FORMAT_ERROR}: Refresh token split with dot yielded an array of length: {}",
                parts.len()
            ));
        };
        let plain = unseal(sealed, secret).map_err(unsealing_text)?;
        parse(&plain)
            .ok()
            .as_ref()
            .and_then(Json::as_object)
            .and_then(|payload| Self::from_payload(payload, nonce))
            .ok_or_else(|| "Invalid refresh token".into())
    }

    fn from_payload(payload: &Object, nonce: &str) -> Option<Self> {
        let text = |name: &str| payload.get(name).and_then(Json::as_text).map(str::to_owned);
        if text("nonce")? != nonce {
            return None;
        }
        Some(Self {
            handle: text("sessionHandle")?,
            user_id: text("userId")?,
            parent_hash1: text("parentRefreshTokenHash1"),
            anti_csrf: text("antiCsrfToken"),
            tenant: text("tenantId"),
        })
    }
}

const FORMAT_ERROR: &str =
    "io.supertokens.session.refreshToken.RefreshToken$InvalidRefreshTokenFormatException";

fn unsealing_text(why: Unsealable) -> String {
    match why {
        Unsealable::Encoding(Some(byte)) => {
            format!("java.lang.IllegalArgumentException: Illegal base64 character {byte:x}")
        }
        Unsealable::Encoding(None) => {
            "java.lang.IllegalArgumentException: Input byte[] should at least have 2 bytes for base64 bytes".into()
        }
        Unsealable::Tag => "javax.crypto.AEADBadTagException: Tag mismatch".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> String {
        let token = RefreshToken {
            handle: "00000000-0000-0000-0000-000000000000".into(),
            user_id: "u-create".into(),
            parent_hash1: None,
            anti_csrf: None,
            tenant: None,
        };
        token.issue("secret").unwrap_or_default()
    }

    #[test]
    fn length_and_shape_are_the_real_cores() {
        let token = token();
        assert_eq!(token.len(), 308);
        assert!(token.ends_with(".V2"));
        let opened = RefreshToken::open(&token, "secret");
        assert_eq!(opened.map(|t| t.user_id), Ok("u-create".into()));
    }

    #[test]
    fn the_stored_hash_is_of_the_digits_of_the_first() {
        assert_eq!(
            hash1("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(hash2("ba78"), sha256("ba78"));
    }

    #[test]
    fn a_changed_suffix_opens_and_a_changed_nonce_does_not() {
        let token = token();
        for suffix in ["v2", "V1", "V0"] {
            assert!(
                RefreshToken::open(&token.replace(".V2", &format!(".{suffix}")), "secret").is_ok()
            );
        }
        let sealed = token.split('.').next().unwrap_or_default();
        let other = format!("{sealed}.{}.V2", "0".repeat(64));
        assert_eq!(
            RefreshToken::open(&other, "secret").err().as_deref(),
            Some("Invalid refresh token")
        );
    }

    #[test]
    fn garbage_is_named_as_the_real_core_names_it() {
        let error = |text: &str| RefreshToken::open(text, "secret").err().unwrap_or_default();
        for text in ["", "garbage", "a.b.V9"] {
            assert!(
                error(text).ends_with("version of refresh token not recognised"),
                "{text}"
            );
        }
        for text in [".", ".."] {
            assert!(error(text).ends_with("Index -1 out of bounds for length 0"));
        }
        assert!(error("a.V2").ends_with("array of length: 2"));
        assert!(error("a.b.c.V2").ends_with("array of length: 4"));
        assert!(error("a.b.V2").ends_with("at least have 2 bytes for base64 bytes"));
        assert!(error(" AA.b.V2").ends_with("Illegal base64 character 20"));
        assert!(error("AAAA.b.V2").ends_with("Tag mismatch"));
    }
}

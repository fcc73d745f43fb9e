//! JSON web tokens in their compact form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::crypto::{CryptoError, SigningKey};
use crate::json::{Json, Object, object, object_text, parse};

/// The structure of session tokens that every CDI version since 4.0 uses.
pub(super) const SESSION_VERSION: &str = "5";

/// Writes and signs a token. `version` goes into the header of session tokens only.
pub(crate) fn encode(
    payload: &Object,
    version: Option<&str>,
    key: &SigningKey,
) -> Result<String, CryptoError> {
    let mut header = object([("kid", key.kid().into()), ("typ", "JWT".into())]);
    if let Some(version) = version {
        header.insert("version".into(), version.into());
    }
    header.insert("alg".into(), "RS256".into());
    let mut token = URL_SAFE_NO_PAD.encode(object_text(&header));
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(object_text(payload), &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// The text is no token, by the real core's order of checks. The texts go into responses.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum JwtFault {
    #[error("Invalid JWT")]
    Invalid,
    #[error("JWT header missing - {0}")]
    Missing(&'static str),
    #[error("JWT header mismatch - {0}")]
    Mismatch(&'static str),
    #[error("JWT verification failed")]
    Signature,
}

/// A token whose header has been read and whose signature has not been checked.
pub(crate) struct Jwt<'a> {
    pub(crate) kid: String,
    signed: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Jwt<'a> {
    /// Takes a token apart and checks its header.
    pub(crate) fn parse(token: &'a str) -> Result<Self, JwtFault> {
        let parts: Vec<&str> = token.trim_end_matches('.').split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(JwtFault::Invalid);
        };
        let members = decode(header)?;
        expect(&members, "typ", "JWT")?;
        expect(&members, "alg", "RS256")?;
        // A token from elsewhere than the session recipe has no version and is taken for a current one.
        if let Some(version) = members.get("version")
            && *version != Json::from(SESSION_VERSION)
        {
            return Err(JwtFault::Mismatch("version"));
        }
        let kid = primitive(&members, "kid")?;
        let Json::String(kid) = kid else {
            return Err(JwtFault::Mismatch("kid"));
        };
        let signed = &token[..header.len() + 1 + payload.len()];
        Ok(Self {
            kid: kid.clone(),
            signed,
            payload,
            signature,
        })
    }

    /// The payload, if the key made the signature.
    pub(crate) fn verified(&self, key: &SigningKey) -> Result<Object, JwtFault> {
        let signature = URL_SAFE_NO_PAD
            .decode(self.signature)
            .map_err(|_| JwtFault::Signature)?;
        if !key.verifies(self.signed.as_bytes(), &signature) {
            return Err(JwtFault::Signature);
        }
        self.unverified()
    }

    /// The payload, whoever made it.
    pub(crate) fn unverified(&self) -> Result<Object, JwtFault> {
        decode(self.payload)
    }
}

fn expect(header: &Object, name: &'static str, value: &str) -> Result<(), JwtFault> {
    if *primitive(header, name)? == Json::from(value) {
        Ok(())
    } else {
        Err(JwtFault::Mismatch(name))
    }
}

fn primitive<'a>(header: &'a Object, name: &'static str) -> Result<&'a Json, JwtFault> {
    match header.get(name) {
        None | Some(Json::Null | Json::Array(_) | Json::Object(_)) => Err(JwtFault::Missing(name)),
        Some(value) => Ok(value),
    }
}

fn decode(part: &str) -> Result<Object, JwtFault> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part.trim_end_matches('='))
        .map_err(|_| JwtFault::Invalid)?;
    let text = String::from_utf8(bytes).map_err(|_| JwtFault::Invalid)?;
    match parse(&text) {
        Ok(Json::Object(members)) => Ok(members),
        _ => Err(JwtFault::Invalid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(header: &str) -> Option<JwtFault> {
        let token = format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header));
        Jwt::parse(&token).err()
    }

    #[test]
    fn header_order_is_the_real_cores() -> Result<(), CryptoError> {
        let key = SigningKey::generate("d-1".into())?;
        let token = encode(&Object::new(), Some("5"), &key)?;
        let header = token
            .split('.')
            .next()
            .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let expected = br#"{"kid":"d-1","typ":"JWT","version":"5","alg":"RS256"}"#;
        assert_eq!(header.as_deref(), Some(&expected[..]));
        Ok(())
    }

    #[test]
    fn only_the_signers_key_verifies() -> Result<(), CryptoError> {
        let key = SigningKey::generate("k".into())?;
        let other = SigningKey::generate("k".into())?;
        let payload = object([("a", 1.into())]);
        let token = encode(&payload, None, &key)?;
        let jwt = Jwt::parse(&token)
            .map_err(|_| ())
            .expect("an own token parses");
        assert_eq!(jwt.verified(&key), Ok(payload));
        assert_eq!(jwt.verified(&other), Err(JwtFault::Signature));
        Ok(())
    }

    #[test]
    fn faults_are_found_in_the_recorded_order() {
        assert_eq!(fault("{}"), Some(JwtFault::Missing("typ")));
        assert_eq!(fault(r#"{"typ":"JWT"}"#), Some(JwtFault::Missing("alg")));
        assert_eq!(
            fault(r#"{"typ":"JWT","alg":"HS256"}"#),
            Some(JwtFault::Mismatch("alg"))
        );
        assert_eq!(
            fault(r#"{"typ":"JWT","alg":"RS256"}"#),
            Some(JwtFault::Missing("kid"))
        );
        assert_eq!(
            fault(r#"{"typ":"JWT","alg":"RS256","version":5,"kid":"k"}"#),
            Some(JwtFault::Mismatch("version"))
        );
        assert_eq!(
            fault(r#"{"typ":"JWT","alg":"RS256","kid":5}"#),
            Some(JwtFault::Mismatch("kid"))
        );
        assert_eq!(fault("nope"), Some(JwtFault::Invalid));
    }

    #[test]
    fn shapes_that_are_no_token() {
        for token in [
            "",
            "garbage",
            "a.b.c",
            "e30.e30.",
            "a.b.c.d",
            " e30.e30.c2ln",
            "...",
            "🙂.🙂.🙂",
        ] {
            assert_eq!(Jwt::parse(token).err(), Some(JwtFault::Invalid), "{token}");
        }
    }
}

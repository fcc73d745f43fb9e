//! One of the core's public keys.

use std::sync::OnceLock;

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use jsonwebtoken::{DecodingKey, DecodingKeyKind};

use super::access::{AccessToken, Header, with_decoded, with_signature};
use crate::cdi::Jwk;

/// A public key of the core, ready to check signatures with.
///
/// `jsonwebtoken` reads it, and would prepare it anew for each signature. The library below it, which checks the
/// signatures for `jsonwebtoken`, keeps it prepared.
pub(crate) struct PublicKey {
    pub(super) kid: String,
    key: DecodingKey,
    prepared: ParsedPublicKey,
    header: OnceLock<KnownHeader>,
}

/// The header of a token that this key has signed: the core writes the same one each time.
struct KnownHeader {
    text: Box<str>,
    version: u32,
}

/// Why a published key cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeyDefect {
    #[error("it has no name")]
    Nameless,
    #[error("a part of it is missing")]
    Incomplete,
    #[error("its parts cannot be decoded")]
    Encoding(#[source] jsonwebtoken::errors::Error),
    #[error("its parts do not make a key")]
    Parts(#[source] aws_lc_rs::error::KeyRejected),
}

impl PublicKey {
    pub(super) fn read(jwk: Jwk) -> Result<Self, KeyDefect> {
        let (Some(n), Some(e)) = (&jwk.n, &jwk.e) else {
            return Err(KeyDefect::Incomplete);
        };
        let key = DecodingKey::from_rsa_components(n, e).map_err(KeyDefect::Encoding)?;
        let DecodingKeyKind::RsaModulusExponent { n, e } = key.kind() else {
            return Err(KeyDefect::Incomplete);
        };
        let prepared = RsaPublicKeyComponents { n, e }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .map_err(KeyDefect::Parts)?;
        Ok(Self {
            kid: jwk.kid.ok_or(KeyDefect::Nameless)?,
            prepared,
            key,
            header: OnceLock::new(),
        })
    }

    /// Whether it has signed the token.
    pub(super) fn has_signed(&self, token: &AccessToken) -> bool {
        let (message, signature) = token.signed_parts();
        let check = |signature: &[u8]| self.prepared.verify_sig(message.as_bytes(), signature);
        let checked = match token.kid() {
            Some(_) => with_signature(signature, check),
            // Version 2 has a padded signature in the standard alphabet.
            None => with_decoded(signature, check),
        };
        let has_signed = checked.is_some_and(|result| result.is_ok());
        if has_signed && token.kid().is_some() {
            self.header.get_or_init(|| KnownHeader {
                text: token.header_text().into(),
                version: token.version(),
            });
        }
        has_signed
    }

    /// What such a header says, if a token that this key has signed had the same.
    pub(super) fn recognise(&self, header: &str) -> Option<Header<'_>> {
        let known = self.header.get().filter(|known| *known.text == *header)?;
        Some(Header {
            version: known.version,
            kid: Some(self.kid.as_str().into()),
        })
    }

    /// Whether it is the same key under the same name.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same_parts = match (self.key.kind(), other.key.kind()) {
            (
                DecodingKeyKind::RsaModulusExponent { n, e },
                DecodingKeyKind::RsaModulusExponent {
                    n: modulus,
                    e: exponent,
                },
            ) => n == modulus && e == exponent,
            _ => false,
        };
        self.kid == other.kid && same_parts
    }
}

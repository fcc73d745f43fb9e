//! RSA keys that sign tokens.

use std::fmt;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::CryptoError;

/// An RSA-2048 key with its name.
pub(crate) struct SigningKey {
    kid: String,
    pair: KeyPair,
    modulus: String,
    exponent: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a new key, which takes about a tenth of a second.
    pub(crate) fn generate(kid: String) -> Result<Self, CryptoError> {
        KeyPair::generate(KeySize::Rsa2048)
            .map(|pair| Self::new(kid, pair))
            .map_err(|_| CryptoError("RSA key generation failed"))
    }

    /// Reads a key that [`Self::to_pkcs8`] wrote.
    pub(crate) fn from_pkcs8(kid: String, der: &[u8]) -> Result<Self, CryptoError> {
        KeyPair::from_pkcs8(der)
            .map(|pair| Self::new(kid, pair))
            .map_err(|_| CryptoError("a stored RSA key is damaged"))
    }

    /// The private key for the database.
    pub(crate) fn to_pkcs8(&self) -> Result<Vec<u8>, CryptoError> {
        self.pair
            .as_der()
            .map(|der| der.as_ref().to_vec())
            .map_err(|_| CryptoError("an RSA key could not be encoded"))
    }

    /// The name under which the key is published.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The modulus, base64url without padding.
    pub(crate) fn modulus(&self) -> &str {
        &self.modulus
    }

    /// The public exponent, base64url without padding.
    pub(crate) fn exponent(&self) -> &str {
        &self.exponent
    }

    /// Signs with RS256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .map_err(|_| CryptoError("signing failed"))?;
        Ok(signature)
    }

    /// Whether the RS256 signature is this key's.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref())
            .verify(message, signature)
            .is_ok()
    }

    fn new(kid: String, pair: KeyPair) -> Self {
        let public = pair.public_key();
        let modulus = URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero());
        let exponent = URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero());
        Self {
            kid,
            pair,
            modulus,
            exponent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_verifies_and_survives_storage() -> Result<(), CryptoError> {
        let key = SigningKey::generate("k".into())?;
        let signature = key.sign(b"message")?;
        let stored = SigningKey::from_pkcs8("k".into(), &key.to_pkcs8()?)?;
        assert!(stored.verifies(b"message", &signature));
        assert!(!stored.verifies(b"massage", &signature));
        assert_eq!(stored.modulus(), key.modulus());
        assert_eq!(key.exponent(), "AQAB");
        assert_eq!(key.modulus().len(), 342);
        Ok(())
    }

    #[test]
    fn debug_shows_no_key_material() -> Result<(), CryptoError> {
        assert_eq!(
            format!("{:?}", SigningKey::generate("k".into())?),
            r#"SigningKey { kid: "k", .. }"#
        );
        Ok(())
    }
}

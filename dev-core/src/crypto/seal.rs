//! Encryption of refresh tokens: AES-256-GCM under a key derived from the app's secret.
//!
//! Layout, in base64: 12 bytes of nonce, the cipher text, 16 bytes of tag. The nonce is also the salt of
//! the key derivation (PBKDF2 with HMAC-SHA512, 100 rounds).

use std::num::NonZeroU32;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{pbkdf2, rand};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::CryptoError;

const ROUNDS: NonZeroU32 = NonZeroU32::new(100).expect("100 is not zero");

/// Why a sealed text could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsealable {
    /// Not base64; the byte is the first that may not occur, if one was found.
    Encoding(Option<u8>),
    /// Too short, or sealed under another secret, or altered.
    Tag,
}

/// Encrypts `plain` under the app's secret.
pub(crate) fn seal(plain: &str, secret: &str) -> Result<String, CryptoError> {
    let mut nonce = [0; NONCE_LEN];
    rand::fill(&mut nonce).map_err(|_| CryptoError("no random bytes"))?;
    let mut sealed = plain.as_bytes().to_vec();
    key(secret, &nonce)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut sealed,
        )
        .map_err(|_| CryptoError("sealing failed"))?;
    let mut out = nonce.to_vec();
    out.append(&mut sealed);
    Ok(STANDARD.encode(out))
}

/// Decrypts what [`seal`] made under the same secret.
pub(crate) fn unseal(sealed: &str, secret: &str) -> Result<String, Unsealable> {
    let mut bytes = STANDARD
        .decode(sealed)
        .map_err(|_| Unsealable::Encoding(foreign_byte(sealed)))?;
    let Some((nonce, cipher)) = bytes.split_first_chunk_mut::<NONCE_LEN>() else {
        return Err(Unsealable::Tag);
    };
    let nonce = *nonce;
    let plain = key(secret, &nonce)
        .map_err(|_| Unsealable::Tag)?
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), cipher)
        .map_err(|_| Unsealable::Tag)?;
    String::from_utf8(plain.to_vec()).map_err(|_| Unsealable::Tag)
}

fn key(secret: &str, salt: &[u8]) -> Result<LessSafeKey, CryptoError> {
    let mut derived = [0; 32];
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA512,
        ROUNDS,
        salt,
        secret.as_bytes(),
        &mut derived,
    );
    UnboundKey::new(&AES_256_GCM, &derived)
        .map(LessSafeKey::new)
        .map_err(|_| CryptoError("no AES key"))
}

fn foreign_byte(text: &str) -> Option<u8> {
    text.bytes()
        .find(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let sealed = seal("payload", "secret").unwrap_or_default();
        assert_eq!(unseal(&sealed, "secret").as_deref(), Ok("payload"));
        assert_eq!(unseal(&sealed, "other"), Err(Unsealable::Tag));
        let mut bytes = STANDARD.decode(&sealed).unwrap_or_default();
        for byte in &mut bytes {
            *byte ^= 1;
        }
        assert_eq!(
            unseal(&STANDARD.encode(bytes), "secret"),
            Err(Unsealable::Tag)
        );
    }

    #[test]
    fn seals_differently_each_time() {
        assert_ne!(seal("p", "s").ok(), seal("p", "s").ok());
    }

    #[test]
    fn short_or_foreign_text_is_an_error() {
        assert_eq!(unseal("AAAA", "s"), Err(Unsealable::Tag));
        assert_eq!(unseal(" AAAA", "s"), Err(Unsealable::Encoding(Some(b' '))));
        assert_eq!(unseal("a", "s"), Err(Unsealable::Encoding(None)));
    }
}

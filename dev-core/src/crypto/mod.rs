//! Hashes, random values, signatures and encryption, all from `aws-lc-rs`.

mod error;
mod hash;
mod password;
mod random;
mod seal;
mod signing;
mod signing_keys;

pub(crate) use error::CryptoError;
pub(crate) use hash::{sha256, sha256_hex};
pub(crate) use password::{hash_password, password_matches};
pub(crate) use random::{fraction, link_token, secret_hex, uuid};
pub(crate) use seal::{Unsealable, seal, unseal};
pub(crate) use signing::SigningKey;
pub use signing_keys::SigningKeys;

//! Access tokens: parsing, the core's public keys, and the check of signature and time. The network is used
//! only when a key is missing.

mod access;
mod claims;
mod key_set;
mod key_store;
mod verify;

pub use self::access::AccessToken;
pub(crate) use self::access::PROTECTED_CLAIMS;
#[cfg(any(test, fuzzing))]
pub(crate) use self::key_set::KeySet;
pub(crate) use self::key_store::KeyStore;
pub(crate) use self::verify::verify;

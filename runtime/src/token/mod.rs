//! Access tokens: parsing, the core's public keys, and the check of signature and time. The network is used
//! only when a key is missing.

mod access;
mod claims;
mod key;
mod key_set;
mod key_store;
mod keys_in_use;
mod verified;
mod verify;

pub use self::access::AccessToken;
pub(crate) use self::access::{MAX_LENGTH, PROTECTED_CLAIMS};
#[cfg(any(test, fuzzing))]
pub(crate) use self::key_set::KeySet;
pub(crate) use self::key_store::KeyStore;
pub(crate) use self::verify::verify;

#[cfg(test)]
mod tests;

/// An access token of the right form with further claims.
#[cfg(test)]
pub(crate) fn access_token_for_tests(more: &serde_json::Value) -> AccessToken {
    let mut payload = access::tests::payload();
    for (name, value) in more.as_object().into_iter().flatten() {
        payload[name] = value.clone();
    }
    let text = access::tests::token(&access::tests::header(), &payload);
    AccessToken::parse(&text).expect("well-formed")
}

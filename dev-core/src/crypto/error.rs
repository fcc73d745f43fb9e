//! What can go wrong.

/// A cryptographic operation failed, which with valid inputs only happens when memory or randomness is
/// short.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct CryptoError(pub(super) &'static str);

//! Signing keys made once and given to many cores.

use std::sync::Arc;

use super::random::uuid;
use super::signing::SigningKey;
use crate::error::StartError;

/// A dynamic and a static RSA-2048 key, for cores that shall not make keys of their own. Cheap to clone: all
/// clones are the same keys.
///
/// Making a key is by far the longest part of a core's start. Who starts many cores makes the keys once and
/// hands them to each ([`DevCoreBuilder::signing_keys`](crate::DevCoreBuilder::signing_keys)).
#[derive(Clone, Debug)]
pub struct SigningKeys {
    dynamic: Arc<SigningKey>,
    fixed: Arc<SigningKey>,
}

impl SigningKeys {
    /// Makes both keys, which takes about a fifth of a second. Their key ids are `d-<mark>-<uuid>` and
    /// `s-<mark>-<uuid>`, so that whoever meets a token of theirs can tell where it comes from.
    ///
    /// # Errors
    ///
    /// If the operating system has no randomness to give.
    pub fn generate(mark: &str) -> Result<Self, StartError> {
        let make = |kind| SigningKey::generate(format!("{kind}-{mark}-{}", uuid())).map(Arc::new);
        Ok(Self {
            dynamic: make("d")?,
            fixed: make("s")?,
        })
    }

    pub(crate) fn dynamic(&self) -> &Arc<SigningKey> {
        &self.dynamic
    }

    pub(crate) fn fixed(&self) -> &Arc<SigningKey> {
        &self.fixed
    }
}

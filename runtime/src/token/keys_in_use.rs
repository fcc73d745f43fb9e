//! What tells the keys in use from those that were in use before.

use std::sync::Arc;

/// Stands for keys that are all in use. When one of them is withdrawn, another value stands for the rest, and what was
/// checked with the former ones does not count any more. The values of two applications are never the same.
#[derive(Clone)]
pub(super) struct KeysInUse(Arc<Identity>);

/// Only its address matters.
struct Identity;

impl KeysInUse {
    pub(super) fn new() -> Self {
        Self(Arc::new(Identity))
    }

    pub(super) fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

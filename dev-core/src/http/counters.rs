//! How many requests got a response.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Counts responses, over all and by path.
#[derive(Default)]
pub(crate) struct Counters {
    inner: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    all: u64,
    by_path: HashMap<&'static str, u64>,
}

impl Counters {
    pub(super) fn count(&self, path: &'static str) {
        let mut counts = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all += 1;
        *counts.by_path.entry(path).or_default() += 1;
    }

    pub(crate) fn all(&self) -> u64 {
        self.inner
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .all
    }

    pub(crate) fn of(&self, path: &str) -> u64 {
        let counts = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        counts.by_path.get(path).copied().unwrap_or(0)
    }

    pub(crate) fn reset(&self) {
        *self.inner.lock().unwrap_or_else(PoisonError::into_inner) = Counts::default();
    }
}

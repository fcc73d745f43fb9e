//! What the calls of one request share: what was read from the core, and the trace that they belong to.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::trace_context::TraceContext;

/// The core's responses to the GETs of one request, so that the core is not asked twice. Every write clears them,
/// because it may change what was read.
#[derive(Default)]
pub(crate) struct Memo {
    remembered: Mutex<Remembered>,
    trace: OnceLock<Option<Box<TraceContext>>>,
}

#[derive(Default)]
struct Remembered {
    /// Counts writes outside of a request; see [`Memo::get`].
    generation: u64,
    responses: HashMap<String, Vec<u8>>,
}

impl Memo {
    /// The response to `url`, unless something was written since: by this request, or outside of a request, which
    /// advances `generation`.
    pub(super) fn get(&self, url: &str, generation: u64) -> Option<Vec<u8>> {
        let remembered = self.lock();
        (remembered.generation == generation)
            .then(|| remembered.responses.get(url).cloned())
            .flatten()
    }

    pub(super) fn put(&self, url: String, body: Vec<u8>, generation: u64) {
        let mut remembered = self.lock();
        if remembered.generation != generation {
            *remembered = Remembered {
                generation,
                ..Remembered::default()
            };
        }
        remembered.responses.insert(url, body);
    }

    pub(super) fn clear(&self) {
        self.lock().responses.clear();
    }

    /// Nothing that was read, and the same trace.
    pub(crate) fn afresh(&self) -> Self {
        Self {
            trace: self.trace.clone(),
            ..Self::default()
        }
    }

    /// The trace of the request, which is read once.
    pub(crate) fn trace_by(&self, read: impl FnOnce() -> Option<TraceContext>) {
        self.trace.get_or_init(|| read().map(Box::new));
    }

    /// The trace of the request, if it is known by now.
    pub(super) fn trace(&self) -> Option<&TraceContext> {
        self.trace.get()?.as_deref()
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

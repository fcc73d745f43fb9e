use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The answers to one request's GETs, so that the core is not asked twice. Any write clears it, since it may
/// change what was read.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    /// Of the writes that no request stands behind; see [`Memo::get`].
    generation: u64,
    answers: HashMap<String, Vec<u8>>,
}

impl Memo {
    /// The answer to `url`, unless something was written since: by this request, or by a function that no
    /// request stands behind, which advances `generation`.
    pub(super) fn get(&self, url: &str, generation: u64) -> Option<Vec<u8>> {
        let remembered = self.lock();
        (remembered.generation == generation)
            .then(|| remembered.answers.get(url).cloned())
            .flatten()
    }

    pub(super) fn put(&self, url: String, answer: Vec<u8>, generation: u64) {
        let mut remembered = self.lock();
        if remembered.generation != generation {
            *remembered = Remembered {
                generation,
                ..Remembered::default()
            };
        }
        remembered.answers.insert(url, answer);
    }

    pub(super) fn clear(&self) {
        self.lock().answers.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! What was refused during a request, kept until its response is written.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::RefusalResponse;
use crate::error::Error;

/// Why a request is refused, and the response.
pub(in crate::web) struct Refusal {
    pub(in crate::web) error: Error,
    pub(in crate::web) response: RefusalResponse,
    /// The status of the response before a closure of the application changed it.
    pub(in crate::web) standard_status: u16,
    /// What Rocket is told, and chooses the catcher by.
    pub(in crate::web) catcher_status: u16,
    /// Whether the body is left to a catcher of the application.
    pub(in crate::web) catcher_writes: bool,
}

/// The refusals of one request. A failing guard cannot write a response: Rocket drops its cookies and its error.
#[derive(Default)]
pub(in crate::web) struct NotedRefusals {
    /// The one that ends the request.
    ending: OnceLock<Refusal>,
    /// That of a guard which an `Option<Session>` may have swallowed.
    swallowable: OnceLock<Refusal>,
    /// Whether the body of the response was ours when it left the route or the catcher.
    written: AtomicBool,
}

impl NotedRefusals {
    /// Keeps a refusal that ends the request. The first one counts.
    pub(in crate::web) fn note_ending(&self, refusal: Refusal) {
        let _ = self.ending.set(refusal);
    }

    /// Keeps a refusal after which the handler may run all the same. The first one counts; tells whether it is this one.
    pub(in crate::web) fn note_swallowable(&self, refusal: Refusal) -> bool {
        self.swallowable.set(refusal).is_ok()
    }

    /// The refusal of the request, if it is known yet.
    pub(in crate::web) fn known(&self) -> Option<&Refusal> {
        self.ending.get().or_else(|| self.swallowable.get())
    }

    /// The refusal that a response with this status belongs to. `by_handler`: a handler made the response, and no
    /// catcher did.
    pub(in crate::web) fn behind(&self, status: u16, by_handler: bool) -> Option<&Refusal> {
        self.ending.get().or_else(|| {
            let refusal = self.swallowable.get()?;
            let is_of_catcher = refusal.catcher_status == status && !by_handler;
            (self.is_written() || is_of_catcher).then_some(refusal)
        })
    }

    /// Whether a guard failed whose failure an `Option<Session>` may have swallowed.
    pub(in crate::web) fn may_have_swallowed(&self) -> bool {
        self.swallowable.get().is_some()
    }

    /// Notes that the body of the response is ours.
    pub(in crate::web) fn note_written(&self) {
        self.written.store(true, Ordering::Relaxed);
    }

    /// Whether the body was ours; a fairing may have changed it since.
    pub(in crate::web) fn is_written(&self) -> bool {
        self.written.load(Ordering::Relaxed)
    }
}

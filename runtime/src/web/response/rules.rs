//! How one application responds to refused requests: closures change the response, catchers may write the body.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rocket::{Orbit, Rocket};

use super::noted::Refusal;
use super::standard::standard;
use crate::config::{ErrorResponses, RefusalResponse, SessionConfig};
use crate::error::Error;
use crate::session::SuperTokens;

/// How one application responds to refused requests.
#[derive(Default)]
pub(in crate::web) struct Refusals {
    pub(in crate::web) responses: ErrorResponses,
    changes: Vec<Box<Change>>,
}

type Change = dyn Fn(&Error, &mut RefusalResponse) + Send + Sync;

impl Refusals {
    /// Adds a closure, which is called after those that are there.
    pub(in crate::web) fn change_by(
        &mut self,
        change: impl Fn(&Error, &mut RefusalResponse) + Send + Sync + 'static,
    ) {
        self.changes.push(Box::new(change));
    }

    /// How the application responds to `error`; without the fairing, as by default.
    pub(in crate::web) fn refusal_in(rocket: &Rocket<Orbit>, error: Error) -> Refusal {
        let super_tokens = rocket.state::<SuperTokens>();
        let session = super_tokens.map(|super_tokens| &super_tokens.config().session);
        let without_fairing = Self::default();
        let refusals = rocket.state::<Self>().unwrap_or(&without_fairing);
        refusals.refusal(error, session)
    }

    fn refusal(&self, error: Error, session: Option<&SessionConfig>) -> Refusal {
        let standard = standard(&error, session);
        let standard_status = standard.status;
        let (response, own_body) = self.changed(&error, standard);
        let catchers = self.responses == ErrorResponses::Catchers;
        // A guard can only fail with an error status; the real one is written later. Our own catchers are registered
        // for the standard ones.
        let for_catcher = if catchers {
            response.status
        } else {
            standard_status
        };
        Refusal {
            error,
            catcher_writes: catchers && response.status >= 400 && !own_body,
            catcher_status: if for_catcher >= 400 { for_catcher } else { 500 },
            standard_status,
            response,
        }
    }

    /// The response as the closures leave it, and whether its body is another one.
    fn changed(&self, error: &Error, standard: RefusalResponse) -> (RefusalResponse, bool) {
        if self.changes.is_empty() {
            return (standard, false);
        }
        let mut response = standard.clone();
        for change in &self.changes {
            let before = response.clone();
            // Otherwise the request would end here: its reason would not be logged, and the client would keep its
            // tokens.
            let changed = catch_unwind(AssertUnwindSafe(|| change(error, &mut response)));
            if changed.is_err() {
                tracing::error!("a closure of `on_refusal` panicked: its changes are dropped");
                response = before;
            }
        }
        // Only the response about duplicate cookies is a success by its nature.
        let lowest = if standard.status == 200 { 200 } else { 300 };
        if !(lowest..600).contains(&response.status) {
            tracing::error!(
                status = response.status,
                "a refusal cannot have this status, it stays {}",
                standard.status
            );
            response.status = standard.status;
        }
        let own_body = response.body != standard.body;
        (response, own_body)
    }
}

impl fmt::Debug for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusals")
            .field("responses", &self.responses)
            .field("changes", &self.changes.len())
            .finish()
    }
}

//! How one application responds to refused requests: closures change the response, catchers may write the body.

use std::fmt;

use super::noted::Refusal;
use super::refusal_response::RefusalResponse;
use super::standard::standard;
use crate::error::Error;

/// Who writes the body of the response to a refused request. Tokens, and the removal of tokens, are written by this
/// crate in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorResponses {
    /// This crate, as the front-end SDK expects it. A catcher of the application changes nothing.
    #[default]
    FrontEnd,
    /// The catchers of the application, and Rocket's own where it has none. A catcher learns the reason from
    /// [`Error::of`](crate::session::Error::of).
    ///
    /// The status code stays the one of the refusal, because the front end acts on it; a catcher that redirects
    /// is the only exception. What a front-end SDK reads besides, the catcher must write itself:
    ///
    /// | status | body |
    /// |---|---|
    /// | 401 ([`session_expired_status_code`](crate::Builder::session_expired_status_code)) | is not read: the front end refreshes the session, or takes it for ended, by the status alone |
    /// | 403 ([`invalid_claim_status_code`](crate::Builder::invalid_claim_status_code)) | JSON with `claimValidationErrors`, the list in [`Error::InvalidClaims`](crate::session::Error::InvalidClaims). Without it the front end cannot say which claim failed, nor send the user to verify an address |
    /// | others | is not read |
    ///
    /// ```
    /// use rocket::serde::json::{Json, Value, json};
    /// use rocket::{Request, catch};
    /// use rocket_supertokens::session::Error;
    ///
    /// #[catch(403)]
    /// fn forbidden(request: &Request<'_>) -> Json<Value> {
    ///     Json(match Error::of(request) {
    ///         Some(Error::InvalidClaims(failures)) => {
    ///             json!({ "message": "invalid claim", "claimValidationErrors": failures })
    ///         }
    ///         _ => json!({ "message": "forbidden" }),
    ///     })
    /// }
    /// # rocket::catchers![forbidden];
    /// ```
    ///
    /// A body that a closure of [`on_refusal`](crate::Builder::on_refusal) changed is sent, and not what the catcher
    /// wrote for the same refusal. So catchers can serve pages, and the closure the few errors for which JSON is
    /// wanted. A response with a status below 400 reaches no catcher.
    Catchers,
}

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

    /// How this application responds to `error`.
    pub(in crate::web) fn refusal(
        &self,
        error: Error,
        session_expired: u16,
        invalid_claim: u16,
    ) -> Refusal {
        let standard = standard(&error, session_expired, invalid_claim);
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
            change(error, &mut response);
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

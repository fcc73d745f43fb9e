//! Refuses a request: decides on the response, logs why, and leaves the rest to the writer.

use rocket::Request;
use rocket::http::Status;
use rocket::request::Outcome;

use super::log::log_refusal;
use crate::error::Error;
use crate::web::handled::mark_handled;
use crate::web::response::{Refusal, Refusals};
use crate::web::state::RequestState;

/// The outcome of a guard whose failure ends the request.
pub(in crate::web) fn refuse<T>(request: &Request<'_>, error: Error) -> Outcome<T, Error> {
    let state = RequestState::of(request);
    #[cfg(feature = "testing")]
    if let Some(asked) = state.as_ref().ok().and_then(|state| state.asked()) {
        return asked.outcome(request, error);
    }
    let refusal = decide(request, error.clone());
    let status = Status::new(refusal.catcher_status);
    if let Ok(state) = state {
        state.refusals.note_ending(refusal);
    }
    Outcome::Error((status, error))
}

/// The outcome of a guard that fails, perhaps within an `Option` that lets the handler run. The response is then the
/// handler's.
pub(in crate::web) fn refuse_swallowably<T>(
    request: &Request<'_>,
    error: Error,
) -> Outcome<T, Error> {
    let refusal = decide(request, error.clone());
    let status = Status::new(refusal.catcher_status);
    // Only the first time: what fails after it may be a catcher that asks again, and its response is no handler's.
    if let Ok(state) = RequestState::of(request)
        && state.refusals.note_swallowable(refusal)
    {
        mark_handled(request);
    }
    Outcome::Error((status, error))
}

/// Decides how the application responds to `error`, and logs the reason.
pub(super) fn decide(request: &Request<'_>, error: Error) -> Refusal {
    let refusal = Refusals::refusal_in(request.rocket(), error);
    log_refusal(request, &refusal.error, refusal.standard_status);
    refusal
}

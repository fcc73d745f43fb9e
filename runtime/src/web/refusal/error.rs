//! The error for a catcher, and as the result of a handler.

use rocket::http::Status;
use rocket::response::Responder;
use rocket::{Request, Response};

use super::refuse::decide;
use crate::error::Error;
use crate::web::response::write;
use crate::web::state::RequestState;

impl Error {
    /// Tells a catcher why this request was refused. Returns `None` if this crate did not refuse the request.
    ///
    /// ```
    /// use rocket::{Request, catch};
    /// use rocket_supertokens::Error;
    ///
    /// #[catch(401)]
    /// fn unauthorized(request: &Request<'_>) -> String {
    ///     match Error::of(request) {
    ///         Some(Error::TryRefreshToken { .. }) => "Please refresh.".to_owned(),
    ///         _ => "Please log in.".to_owned(),
    ///     }
    /// }
    /// # rocket::catchers![unauthorized];
    /// ```
    pub fn of<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        let refusal = RequestState::existing(request)?.refusals.known()?;
        Some(&refusal.error)
    }
}

/// An `Err` of a handler is refused like an error of a guard.
impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let refusal = decide(request, self);
        let state = RequestState::of(request).ok();
        let result = if refusal.catcher_writes {
            Err(Status::new(refusal.catcher_status))
        } else {
            let mut response = Response::new();
            write(&refusal.response, &mut response);
            if let Some(state) = state {
                state.refusals.note_written();
            }
            Ok(response)
        };
        if let Some(state) = state {
            state.refusals.note_ending(refusal);
        }
        result
    }
}

use rocket::http::Status;
use rocket::request::Outcome;
use rocket::response::Responder;
use rocket::{Request, Response};

use super::answer::{self, Answer, ErrorResponses};
use super::request_state::{Failure, RequestState};
use crate::error::Error;

impl Error {
    /// Why this request was refused, for a catcher; `None` if it was not.
    ///
    /// ```
    /// use rocket::{Request, catch};
    /// use rocket_supertokens::session;
    ///
    /// #[catch(401)]
    /// fn unauthorized(request: &Request<'_>) -> String {
    ///     match session::Error::of(request) {
    ///         Some(session::Error::TryRefreshToken { .. }) => "Please refresh.".to_owned(),
    ///         _ => "Please log in.".to_owned(),
    ///     }
    /// }
    /// # rocket::catchers![unauthorized];
    /// ```
    pub fn of<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        RequestState::existing(request)?
            .failure()
            .map(|failure| &failure.error)
    }
}

/// A handler's `Err` is answered as a guard's refusal is.
impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let catchers = RequestState::of(request)
            .is_ok_and(|state| state.answers.responses == ErrorResponses::Catchers);
        let answer = note(request, &self, true);
        if catchers && answer.status >= 400 {
            return Err(Status::new(answer.status));
        }
        let mut response = Response::new();
        answer::write(&answer, &mut response);
        Ok(response)
    }
}

/// The outcome of a guard that fails. `ends_request` is false where an `Option` around the guard may go on.
pub(super) fn refuse<T>(
    request: &Request<'_>,
    error: Error,
    ends_request: bool,
) -> Outcome<T, Error> {
    let answer = note(request, &error, ends_request);
    Outcome::Error((Status::new(guard_status(&answer)), error))
}

/// A guard can only fail with an error status; the fairing writes the real one.
fn guard_status(answer: &Answer) -> u16 {
    if answer.status >= 400 {
        answer.status
    } else {
        500
    }
}

/// Leaves error and answer for the fairing, since Rocket drops them, and logs the reason.
fn note(request: &Request<'_>, error: &Error, ends_request: bool) -> Answer {
    let Ok(state) = RequestState::of(request) else {
        let answer = answer::standard(error, 401, 403);
        answer::log_refusal(request, error, answer.status);
        return answer;
    };
    let answer = state.answers.to(error, &state.super_tokens);
    answer::log_refusal(request, error, answer.status);
    let failure = Failure {
        error: error.clone(),
        answer: answer.clone(),
        status: guard_status(&answer),
    };
    state.fail(failure, ends_request);
    answer
}

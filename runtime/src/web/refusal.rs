use rocket::http::{Cookie, Status};
use rocket::request::Outcome;
use rocket::response::Responder;
use rocket::{Request, Response};

use super::answer::{self, Answer, Answers, ErrorResponses};
use super::request_state::{Failure, RequestState};
use crate::error::Error;

impl Error {
    /// Why this request was refused, for a catcher; `None` if it was not.
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
        RequestState::existing(request)?
            .failure()
            .map(|failure| &failure.error)
    }
}

/// A handler's `Err` is answered as a guard's refusal is.
impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let (answer, status) = note(request, &self, true);
        if let Ok(state) = RequestState::of(request) {
            if state.answers.responses == ErrorResponses::Catchers && answer.status >= 400 {
                return Err(status);
            }
            state.note_written();
        }
        let mut response = Response::new();
        answer::write(&answer, &mut response);
        Ok(response)
    }
}

/// The outcome of a guard that fails, and with it the request.
pub(super) fn refuse<T>(request: &Request<'_>, error: Error) -> Outcome<T, Error> {
    let (_, status) = note(request, &error, true);
    Outcome::Error((status, error))
}

/// The outcome of a guard that fails, perhaps within an `Option` that lets the handler run. The answer is then the
/// handler's.
pub(super) fn refuse_swallowably<T>(request: &Request<'_>, error: Error) -> Outcome<T, Error> {
    let (_, status) = note(request, &error, false);
    // Rocket forgets the cookies that are pending when it calls a catcher, and there is no other way to see later
    // whether it did.
    request.cookies().add(Cookie::new(HANDLED, ""));
    Outcome::Error((status, error))
}

/// A cookie that no client ever sees.
const HANDLED: &str = "__supertokens_handled";

/// Whether a handler made this answer although a `Session` failed, and no catcher did. Asked once.
pub(super) fn take_handled(state: &RequestState, response: &mut Response<'_>) -> bool {
    if !state.may_have_swallowed() {
        return false;
    }
    let is_ours = |line: &str| line.starts_with(HANDLED);
    let lines: Vec<_> = response.headers().get("Set-Cookie").collect();
    if !lines.iter().any(|line| is_ours(line)) {
        return false;
    }
    let others = lines.into_iter().filter(|line| !is_ours(line));
    let others: Vec<_> = others.map(str::to_owned).collect();
    response.remove_header("Set-Cookie");
    for line in others {
        response.adjoin_raw_header("Set-Cookie", line);
    }
    true
}

/// Leaves error and answer for the fairing, since Rocket drops them, and logs the reason. Returns with the answer
/// what Rocket is told.
fn note(request: &Request<'_>, error: &Error, ends_request: bool) -> (Answer, Status) {
    let Ok(state) = RequestState::of(request) else {
        let answer = answer::standard(error, 401, 403);
        answer::log_refusal(request, error, answer.status);
        let status = Status::new(answer.status);
        return (answer, status);
    };
    let standard = Answers::standard(error, &state.super_tokens);
    let standard_status = standard.status;
    let answer = state.answers.to(error, standard);
    answer::log_refusal(request, error, answer.status);
    // A guard can only fail with an error status; the real one is written later. Our own catchers are registered
    // for the standard ones.
    let status = match state.answers.responses {
        ErrorResponses::Catchers => answer.status,
        ErrorResponses::FrontEnd => standard_status,
    };
    let status = if status >= 400 { status } else { 500 };
    let failure = Failure {
        error: error.clone(),
        answer: answer.clone(),
        status,
    };
    state.fail(failure, ends_request);
    (answer, Status::new(status))
}

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Status;
use rocket::{Request, Response};

use super::answer::{self, ErrorResponses};
use super::request_state::{Failure, RequestState};

/// Writes refusals and tokens into the answers.
pub(super) struct Writer;

#[rocket::async_trait]
impl Fairing for Writer {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens answers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(state) = RequestState::existing(request) else {
            return;
        };
        match state.failure_behind(response.status().code) {
            Some(failure) => write_failure(state, failure, response),
            None => warn_of_own_401(state, request, response.status()),
        }
        write_tokens(state, response);
    }
}

fn write_failure(state: &RequestState, failure: &Failure, response: &mut Response<'_>) {
    if state.answers.responses == ErrorResponses::Catchers && failure.answer.status >= 400 {
        response.set_status(Status::new(failure.answer.status));
        answer::write_retry(&failure.answer, response);
    } else {
        answer::write(&failure.answer, response);
    }
    if answer::clears_tokens(&failure.error) {
        state.outbox.open().clear_all();
    }
}

/// The front end takes every such status for its own and refreshes and retries in vain.
fn warn_of_own_401(state: &RequestState, request: &Request<'_>, status: Status) {
    if state.has_session()
        && status.code
            == state
                .super_tokens
                .config()
                .session
                .session_expired_status_code
    {
        let route = request
            .route()
            .and_then(|route| route.name.as_deref())
            .unwrap_or("?");
        tracing::warn!(
            route,
            "the application answered {status} to a valid session: 403 is what it should say"
        );
    }
}

/// Adds what the request's session has changed. Rocket's cookie jar is no use: it is emptied when a guard
/// fails, encodes differently and has been written by now.
fn write_tokens(state: &RequestState, response: &mut Response<'_>) {
    let outgoing = state.outbox.open();
    for cookie in outgoing.cookies() {
        response.adjoin_raw_header("Set-Cookie", cookie);
    }
    for (name, value) in outgoing.headers() {
        response.set_raw_header(name.to_owned(), value.to_owned());
    }
    let existing: Vec<_> = response.headers().get(EXPOSE_HEADERS).collect();
    let existing = (!existing.is_empty()).then(|| existing.join(", "));
    if let Some(exposed) = outgoing.exposed(existing.as_deref()) {
        response.set_raw_header(EXPOSE_HEADERS, exposed);
    }
}

const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";

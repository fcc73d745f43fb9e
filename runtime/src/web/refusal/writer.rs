//! The fairing that writes refusals and tokens into the response, behind all other fairings.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Status;
use rocket::{Request, Response};

use crate::web::handled::take_handled;
use crate::web::launch_question;
use crate::web::response::{
    Refusal, clears_tokens, forbid_storing, write, write_headers, write_storing,
};
use crate::web::state::RequestState;
#[cfg(feature = "testing")]
use crate::web::under_test::{REASON, UnderTest};

/// Writes refusals and tokens into the responses.
pub(in crate::web) struct Writer;

#[rocket::async_trait]
impl Fairing for Writer {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens responses",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        launch_question::introduce(request, response);
        let Some(state) = RequestState::existing(request) else {
            return;
        };
        #[cfg(feature = "testing")]
        if let Some(asked) = state.asked() {
            asked.note_end(request, response);
        }
        let by_handler = state.refusals.may_have_swallowed() && take_handled(response);
        match state.refusals.behind(response.status().code, by_handler) {
            Some(refusal) => {
                write_refusal(state, refusal, response);
                #[cfg(feature = "testing")]
                if request.rocket().state::<UnderTest>().is_some() {
                    response.set_raw_header(REASON, refusal.error.code());
                }
            }
            None => warn_of_own_401(state, request, response.status()),
        }
        write_tokens(state, response);
    }
}

fn write_refusal(state: &RequestState, refusal: &Refusal, response: &mut Response<'_>) {
    let refused = &refusal.response;
    if refusal.catcher_writes {
        // A catcher may redirect the visitor of a page to the login page.
        if !is_redirect(response) {
            response.set_status(Status::new(refused.status));
        }
        write_headers(refused, response);
    } else if is_as_written(state, refusal, response) {
        // The rest is there, with what other fairings adjoined to it.
        write_storing(refused, response);
    } else {
        write(refused, response);
    }
    if clears_tokens(&refusal.error) {
        state.outbox().open().clear_all();
    }
}

fn is_redirect(response: &Response<'_>) -> bool {
    response.status().class().is_redirection() && response.headers().contains("Location")
}

/// Whether the response is still the one that we made, even if compressed. Front ends read refusals below 500, so they
/// replace the page of a fairing. A fairing may replace the response to an internal error.
fn is_as_written(state: &RequestState, refusal: &Refusal, response: &Response<'_>) -> bool {
    let status = response.status().code;
    state.refusals.is_written()
        && status == refusal.response.status
        && (status >= 500
            || response.headers().get_one("Content-Type") == Some(refusal.response.content_type()))
}

/// The front end cannot tell such a status from ours: it refreshes and retries in vain.
fn warn_of_own_401(state: &RequestState, request: &Request<'_>, status: Status) {
    let session = &state.super_tokens.config().session;
    if status.code == session.session_expired_status_code && state.has_session() {
        let route = request
            .route()
            .and_then(|route| route.name.as_deref())
            .unwrap_or("?");
        tracing::warn!(
            route,
            "the application responded with {status} although the session is valid: it should respond with 403"
        );
    }
}

/// Adds what the request's session has changed. Rocket's cookie jar is no use: it is emptied when a guard
/// fails, encodes differently and has been written by now.
fn write_tokens(state: &RequestState, response: &mut Response<'_>) {
    let outgoing = state.outbox().open();
    if outgoing.is_empty() {
        return;
    }
    for cookie in outgoing.cookies() {
        response.adjoin_raw_header("Set-Cookie", cookie);
    }
    // Anyone who stored the response would have the session.
    forbid_storing(response);
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

use std::io::Cursor;

use rocket::http::{ContentType, Status};
use rocket::response::Responder;
use rocket::{Request, Response};
use serde_json::json;

use super::request_state::RequestState;
use crate::error::{Error, RefreshReason};
use crate::session::SuperTokens;

/// Seconds after which a client may ask again when the core is away.
const RETRY_AFTER: &str = "5";

/// The status code of an error.
pub(super) fn status(error: &Error, request: &Request<'_>) -> Status {
    match error {
        Error::Unauthorised { .. }
        | Error::TryRefreshToken { .. }
        | Error::TokenTheftDetected { .. } => {
            let super_tokens = request.rocket().state::<SuperTokens>();
            Status::new(super_tokens.map_or(401, |found| {
                found.config.session.session_expired_status_code
            }))
        }
        Error::ProtectedClaim { .. } | Error::NotAnObject { .. } => Status::BadRequest,
        Error::Core(error) if error.is_unavailable() => Status::ServiceUnavailable,
        Error::Core(_) | Error::Serialize { .. } | Error::Payload(_) | Error::NotAttached => {
            Status::InternalServerError
        }
    }
}

/// The text that the front end looks at. What went wrong inside stays in the log.
fn message(error: &Error) -> String {
    match error {
        Error::Unauthorised { .. } => "unauthorised".to_owned(),
        Error::TryRefreshToken { .. } => "try refresh token".to_owned(),
        Error::TokenTheftDetected { .. } => "token theft detected".to_owned(),
        Error::ProtectedClaim { .. } | Error::NotAnObject { .. } => error.to_string(),
        Error::Core(error) if error.is_unavailable() => "service unavailable".to_owned(),
        Error::Core(_) | Error::Serialize { .. } | Error::Payload(_) | Error::NotAttached => {
            "internal server error".to_owned()
        }
    }
}

/// Whether the client loses its tokens with this answer.
pub(super) fn clears_tokens(error: &Error) -> bool {
    match error {
        Error::Unauthorised { clear_tokens, .. } => *clear_tokens,
        Error::TokenTheftDetected { .. } => true,
        _ => false,
    }
}

/// Writes the status, the FDI body and, where the core is away, when to come again.
pub(super) fn write(error: &Error, request: &Request<'_>, response: &mut Response<'_>) {
    let status = status(error, request);
    response.set_status(status);
    response.set_header(ContentType::JSON);
    let body = json!({ "message": message(error) }).to_string();
    response.set_sized_body(body.len(), Cursor::new(body));
    if status == Status::ServiceUnavailable {
        response.set_raw_header("Retry-After", RETRY_AFTER);
    }
}

/// One line for every refusal, with its reason: what a client is told is too little to find a cause.
pub(super) fn log_refusal(request: &Request<'_>, error: &Error) {
    let method = request.method();
    let path = request.uri().path();
    match error {
        Error::Unauthorised { .. }
        | Error::TryRefreshToken {
            reason: RefreshReason::Expired,
        }
        | Error::ProtectedClaim { .. }
        | Error::NotAnObject { .. } => {
            tracing::info!(%method, %path, reason = %error, "request refused")
        }
        Error::TryRefreshToken { .. } | Error::TokenTheftDetected { .. } => {
            tracing::warn!(%method, %path, reason = %error, "request refused");
        }
        Error::Core(_) | Error::Serialize { .. } | Error::Payload(_) | Error::NotAttached => {
            tracing::error!(%method, %path, reason = %error, "request failed");
        }
    }
}

impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        log_refusal(request, &self);
        let mut response = Response::new();
        write(&self, request, &mut response);
        if let Ok(state) = RequestState::of(request) {
            state.fail(self, true);
        }
        Ok(response)
    }
}

//! The log line of a refusal.

use rocket::Request;

use crate::error::{Chain, Error};

/// One line for every refusal, with its reason: what a client is told is too little to find a cause. The code counts and
/// filters the lines; the reason is for people.
pub(super) fn log_refusal(request: &Request<'_>, error: &Error, status: u16) {
    let method = request.method();
    let path = request.uri().path();
    let code = error.code();
    let reason = Chain(error);
    match error {
        Error::TokenTheftDetected { .. } => {
            tracing::warn!(%method, %path, code, %reason, "request refused")
        }
        _ if status < 500 => tracing::info!(%method, %path, code, %reason, "request refused"),
        _ => tracing::error!(%method, %path, code, %reason, "request failed"),
    }
}

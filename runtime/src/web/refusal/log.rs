//! The log line of a refusal.

use rocket::Request;

use crate::error::Error;

/// One line for every refusal, with its reason: what a client is told is too little to find a cause.
pub(super) fn log_refusal(request: &Request<'_>, error: &Error, status: u16) {
    let method = request.method();
    let path = request.uri().path();
    match error {
        Error::TokenTheftDetected { .. } => {
            tracing::warn!(%method, %path, reason = %error, "request refused")
        }
        _ if status < 500 => tracing::info!(%method, %path, reason = %error, "request refused"),
        _ => tracing::error!(%method, %path, reason = %error, "request failed"),
    }
}

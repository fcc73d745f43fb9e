//! The log line of a refusal.

use rocket::Request;

use crate::error::{Chain, Error};

/// One line for every refusal, with its reason: what a client is told is too little to find a cause.
pub(super) fn log_refusal(request: &Request<'_>, error: &Error, status: u16) {
    let method = request.method();
    let path = request.uri().path();
    let reason = Chain(error);
    match error {
        Error::TokenTheftDetected { .. } => {
            tracing::warn!(%method, %path, %reason, "request refused")
        }
        _ if status < 500 => tracing::info!(%method, %path, %reason, "request refused"),
        _ => tracing::error!(%method, %path, %reason, "request failed"),
    }
}

//! The response to each error as the front-end driver interface defines it.

use serde_json::json;

use super::wire_text::message_of;
use crate::config::{RefusalResponse, SessionConfig};
use crate::error::Error;

/// Status and body as the front end expects them. What went wrong inside stays in the log.
pub(super) fn standard(error: &Error, session: Option<&SessionConfig>) -> RefusalResponse {
    let (session_expired, invalid_claim) = session.map_or((401, 403), |session| {
        (
            session.session_expired_status_code,
            session.invalid_claim_status_code,
        )
    });
    let status = match error {
        Error::Unauthorised { .. }
        | Error::TryRefreshToken { .. }
        | Error::TokenTheftDetected { .. } => session_expired,
        Error::InvalidClaims(_) => invalid_claim,
        Error::ClearDuplicateSessionCookies => 200,
        Error::ProtectedClaim { .. }
        | Error::NotAnObject { .. }
        | Error::PayloadTooLarge { .. }
        | Error::NestedTooDeeply { .. }
        | Error::NotBefore
        | Error::TenantId { .. }
        | Error::UnknownTenant { .. }
        | Error::Input(_) => 400,
        Error::TooManyAttempts { .. } => 429,
        Error::Core(error) if error.is_unavailable() => 503,
        Error::Core(_)
        | Error::Serialize { .. }
        | Error::Payload(_)
        | Error::NotAttached
        | Error::DuplicateSessionCookies
        | Error::CustomHeaderUncheckable
        | Error::FetchClaim { .. }
        | Error::UnknownRole { .. }
        | Error::UnknownUser { .. }
        | Error::InsecureCookies
        | Error::Application { .. } => 500,
    };
    let mut body = json!({ "message": message_of(error) });
    if let Error::InvalidClaims(failures) = error {
        body["claimValidationErrors"] = json!(failures);
    }
    let mut response = RefusalResponse::new(status, body);
    if let Error::TooManyAttempts { retry_after } = error {
        // A second more than too early.
        response.set_header(
            "Retry-After",
            retry_after.as_secs().saturating_add(1).to_string(),
        );
    }
    response
}

/// Whether the response removes the client's tokens.
pub(in crate::web) fn clears_tokens(error: &Error) -> bool {
    match error {
        Error::Unauthorised { clear_tokens, .. } => *clear_tokens,
        Error::TokenTheftDetected { .. } => true,
        _ => false,
    }
}

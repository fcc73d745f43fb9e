//! The response to each error as the front-end driver interface defines it.

use serde_json::json;

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
    let (status, message) = match error {
        Error::Unauthorised { .. } => (session_expired, "unauthorised".to_owned()),
        Error::TryRefreshToken { .. } => (session_expired, "try refresh token".to_owned()),
        Error::TokenTheftDetected { .. } => (session_expired, "token theft detected".to_owned()),
        Error::InvalidClaims(failures) => {
            let body = json!({ "message": "invalid claim", "claimValidationErrors": failures });
            return RefusalResponse::new(invalid_claim, body);
        }
        Error::ClearDuplicateSessionCookies => (200, error.to_string()),
        Error::ProtectedClaim { .. }
        | Error::NotAnObject { .. }
        | Error::PayloadTooLarge { .. }
        | Error::NestedTooDeeply { .. }
        | Error::NotBefore
        | Error::TenantId { .. } => (400, error.to_string()),
        Error::Core(error) if error.is_unavailable() => (503, "service unavailable".to_owned()),
        Error::Core(_)
        | Error::Serialize { .. }
        | Error::Payload(_)
        | Error::NotAttached
        | Error::DuplicateSessionCookies
        | Error::CustomHeaderUncheckable
        | Error::FetchClaim { .. }
        | Error::UnknownRole { .. }
        | Error::UnknownUser { .. }
        | Error::InsecureCookies => (500, "internal server error".to_owned()),
    };
    RefusalResponse::new(status, json!({ "message": message }))
}

/// Whether the response removes the client's tokens.
pub(in crate::web) fn clears_tokens(error: &Error) -> bool {
    match error {
        Error::Unauthorised { clear_tokens, .. } => *clear_tokens,
        Error::TokenTheftDetected { .. } => true,
        _ => false,
    }
}

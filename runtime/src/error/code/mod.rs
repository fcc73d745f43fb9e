//! The reason codes of errors: one stable word for each cause.

use super::core::CoreError;
use super::host::HostFailureKind;
use super::reasons::{RefreshReason, UnauthorisedReason};
use super::session::Error;

impl Error {
    /// The reason as one stable word, such as `no_token`, `expired` or `core_unreachable`. It is the `code` of the log
    /// line, and a label of the metrics; [`observability`](crate::observability) lists all of them.
    ///
    /// ```
    /// use rocket_supertokens::Error;
    /// use rocket_supertokens::error::RefreshReason;
    ///
    /// let error = Error::from(RefreshReason::Expired);
    /// assert_eq!(error.code(), "expired");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorised { reason, .. } => reason.code(),
            Self::TryRefreshToken { reason } => reason.code(),
            Self::TokenTheftDetected { .. } => "theft",
            Self::InvalidClaims(_) => "invalid_claims",
            Self::FetchClaim { .. } => "fetch_claim",
            Self::UnknownUser { .. } => "unknown_user",
            Self::UnknownRole { .. } => "unknown_role",
            Self::ClearDuplicateSessionCookies => "clear_duplicate_cookies",
            Self::DuplicateSessionCookies => "duplicate_session_cookies",
            Self::CustomHeaderUncheckable => "custom_header_uncheckable",
            Self::InsecureCookies => "insecure_cookies",
            Self::ProtectedClaim { .. } => "protected_claim",
            Self::PayloadTooLarge { .. } => "payload_too_large",
            Self::NestedTooDeeply { .. } => "nested_too_deeply",
            Self::NotBefore => "not_before",
            Self::TenantId { .. } => "tenant_id",
            Self::NotAnObject { .. } => "not_an_object",
            Self::Serialize { .. } => "serialize",
            Self::Payload(_) => "payload",
            Self::Input(_) => "input",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::UnknownTenant { .. } => "unknown_tenant",
            Self::Application { .. } => "application",
            Self::Core(error) => error.code(),
            Self::NotAttached => "not_attached",
        }
    }
}

impl UnauthorisedReason {
    fn code(&self) -> &'static str {
        match self {
            Self::NoToken => "no_token",
            Self::Unusable(_) => "unusable_token",
            Self::SessionGone => "session_gone",
            Self::Core(_) => "core_unauthorised",
            Self::NoRefreshToken => "no_refresh_token",
            Self::OnlyAccessToken => "only_access_token",
            Self::CustomHeaderMissing => "custom_header",
            Self::LoginMethodOff => "login_method_off",
            Self::UserGone => "user_gone",
        }
    }
}

impl RefreshReason {
    fn code(&self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Signature => "signature",
            Self::UnknownKey => "unknown_key",
            Self::KeyKind => "key_kind",
            Self::LegacySession => "legacy_session",
            Self::DuplicateCookies => "duplicate_cookies",
            Self::CustomHeaderMissing => "custom_header",
            Self::AntiCsrf => "anti_csrf",
            Self::RotatedOut => "rotated_out",
            Self::Core(_) => "core_try_refresh_token",
        }
    }
}

impl CoreError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "core_unreachable",
            Self::Status { .. } => "core_status",
            Self::RateLimited { .. } => "core_rate_limited",
            Self::Incompatible { .. } => "core_incompatible",
            Self::TooLong { .. } => "core_response_too_long",
            Self::NoUsableKey => "core_no_usable_key",
            Self::TestKey { .. } => "core_test_key",
            Self::UnexpectedResponse { .. } => "core_unexpected_response",
            Self::UnsupportedAlgorithm => "core_algorithm",
            Self::AccessToken(_) => "core_access_token",
        }
    }
}

impl HostFailureKind {
    /// How one request to one host ended.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Refused => "refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::Tls => "tls",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::Broken => "broken",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

#[cfg(test)]
mod tests;

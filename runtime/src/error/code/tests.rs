//! The table of all codes, against the errors and against the documentation.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::error::{HostFailure, InputDefect, JsonDefect, TokenDefect};

fn defect() -> JsonDefect {
    JsonDefect::of(&serde_json::from_str::<u8>("x").expect_err("no number"))
}

fn of_core() -> [(CoreError, &'static str); 10] {
    let path = String::new;
    [
        (
            CoreError::Unreachable(vec![HostFailure::timeout("http://core")]),
            "core_unreachable",
        ),
        (
            CoreError::Status {
                method: http::Method::GET,
                path: path(),
                status: 500,
                message: String::new(),
            },
            "core_status",
        ),
        (CoreError::RateLimited { path: path() }, "core_rate_limited"),
        (
            CoreError::Incompatible {
                offered: String::new(),
                spoken: String::new(),
            },
            "core_incompatible",
        ),
        (
            CoreError::TooLong {
                path: path(),
                limit: 1,
            },
            "core_response_too_long",
        ),
        (CoreError::NoUsableKey, "core_no_usable_key"),
        (CoreError::TestKey { key_id: path() }, "core_test_key"),
        (
            CoreError::UnexpectedResponse {
                path: path(),
                source: defect(),
            },
            "core_unexpected_response",
        ),
        (CoreError::UnsupportedAlgorithm, "core_algorithm"),
        (
            CoreError::AccessToken(TokenDefect::NotJwt),
            "core_access_token",
        ),
    ]
}

fn unauthorised() -> [(UnauthorisedReason, &'static str); 9] {
    use UnauthorisedReason as Reason;
    [
        (Reason::NoToken, "no_token"),
        (Reason::Unusable(TokenDefect::NotJwt), "unusable_token"),
        (Reason::SessionGone, "session_gone"),
        (Reason::Core(String::new()), "core_unauthorised"),
        (Reason::NoRefreshToken, "no_refresh_token"),
        (Reason::OnlyAccessToken, "only_access_token"),
        (Reason::CustomHeaderMissing, "custom_header"),
        (Reason::LoginMethodOff, "login_method_off"),
        (Reason::UserGone, "user_gone"),
    ]
}

fn refresh() -> [(RefreshReason, &'static str); 11] {
    use RefreshReason as Reason;
    [
        (Reason::Expired, "expired"),
        (Reason::NotYetValid, "not_yet_valid"),
        (Reason::Signature, "signature"),
        (Reason::UnknownKey, "unknown_key"),
        (Reason::KeyKind, "key_kind"),
        (Reason::LegacySession, "legacy_session"),
        (Reason::DuplicateCookies, "duplicate_cookies"),
        (Reason::CustomHeaderMissing, "custom_header"),
        (Reason::AntiCsrf, "anti_csrf"),
        (Reason::RotatedOut, "rotated_out"),
        (Reason::Core(String::new()), "core_try_refresh_token"),
    ]
}

fn others() -> [(Error, &'static str); 21] {
    let text = String::new;
    let what = "the session data";
    [
        (
            Error::TokenTheftDetected {
                session_handle: text(),
                user_id: text(),
                recipe_user_id: text(),
            },
            "theft",
        ),
        (Error::InvalidClaims(Vec::new()), "invalid_claims"),
        (
            Error::FetchClaim {
                claim: text(),
                source: Arc::new(io::Error::other("x")),
            },
            "fetch_claim",
        ),
        (
            Error::UnknownUser {
                recipe_user_id: text(),
            },
            "unknown_user",
        ),
        (Error::UnknownRole { role: text() }, "unknown_role"),
        (
            Error::ClearDuplicateSessionCookies,
            "clear_duplicate_cookies",
        ),
        (Error::DuplicateSessionCookies, "duplicate_session_cookies"),
        (Error::CustomHeaderUncheckable, "custom_header_uncheckable"),
        (Error::InsecureCookies, "insecure_cookies"),
        (Error::ProtectedClaim { name: "sub" }, "protected_claim"),
        (
            Error::PayloadTooLarge {
                size: 2,
                limit: 1,
                largest: Vec::new(),
            },
            "payload_too_large",
        ),
        (
            Error::NestedTooDeeply { what, name: text() },
            "nested_too_deeply",
        ),
        (Error::NotBefore, "not_before"),
        (Error::TenantId { tenant_id: text() }, "tenant_id"),
        (
            Error::NotAnObject {
                what,
                found: "null",
            },
            "not_an_object",
        ),
        (
            Error::Serialize {
                what,
                source: defect(),
            },
            "serialize",
        ),
        (Error::Payload(defect()), "payload"),
        (Error::from(InputDefect::NotJson), "input"),
        (
            Error::TooManyAttempts {
                retry_after: Duration::from_secs(1),
            },
            "too_many_attempts",
        ),
        (Error::UnknownTenant { tenant_id: text() }, "unknown_tenant"),
        (
            Error::Application {
                what: "a validator",
                source: Arc::new(io::Error::other("x")),
            },
            "application",
        ),
    ]
}

/// Every error and its code. A change of a code is a breaking change.
fn all() -> Vec<(Error, &'static str)> {
    let unauthorised =
        unauthorised().map(|(reason, code)| (Error::unauthorised(reason, false), code));
    let refresh = refresh().map(|(reason, code)| (Error::from(reason), code));
    let of_core = of_core().map(|(error, code)| (Error::from(error), code));
    unauthorised
        .into_iter()
        .chain(refresh)
        .chain(others())
        .chain(of_core)
        .chain([(Error::NotAttached, "not_attached")])
        .collect()
}

/// The words between quotes after an arrow.
fn spelled_here(of: &str) -> BTreeSet<&'static str> {
    let source = include_str!("mod.rs");
    let (_, part) = source.split_once(of).expect(of);
    let part = part.split("\nimpl ").next().expect("a part");
    part.split("=> \"")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("an end"))
        .collect()
}

#[test]
fn each_error_keeps_its_code() {
    for (error, code) in all() {
        assert_eq!(error.code(), code, "{error:?}");
    }
    let listed: BTreeSet<_> = all().into_iter().map(|(_, code)| code).collect();
    let spelled: BTreeSet<_> = [
        "impl Error {",
        "impl UnauthorisedReason {",
        "impl RefreshReason {",
        "impl CoreError {",
    ]
    .into_iter()
    .flat_map(spelled_here)
    .collect();
    assert_eq!(listed, spelled, "an error is missing in the table above");
    for code in &spelled {
        let snake = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        assert!(code.bytes().all(snake), "{code}");
    }
    // Only the missing `rid` header is one cause of two errors.
    assert_eq!(all().len(), listed.len() + 1);
}

#[test]
fn each_code_is_documented() {
    let page = include_str!("../../../docs/observability.md");
    let of_hosts = spelled_here("impl HostFailureKind {");
    assert_eq!(of_hosts.len(), 9);
    for code in all().into_iter().map(|(_, code)| code).chain(of_hosts) {
        assert!(page.contains(&format!("| `{code}` |")), "{code}");
    }
}

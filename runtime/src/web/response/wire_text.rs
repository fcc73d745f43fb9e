//! What the front end is told of an error. These texts are a contract: they stay when an error's own text is made better.

use std::borrow::Cow;

use crate::error::Error;

/// The `message` in the body of the refusal. What went wrong inside stays in the log.
pub(super) fn message_of(error: &Error) -> Cow<'static, str> {
    Cow::Borrowed(match error {
        Error::Unauthorised { .. } => "unauthorised",
        Error::TryRefreshToken { .. } => "try refresh token",
        Error::TokenTheftDetected { .. } => "token theft detected",
        Error::InvalidClaims(_) => "invalid claim",
        Error::ClearDuplicateSessionCookies => {
            "The request contains multiple session cookies. We are clearing the cookie from olderCookieDomain. \
             Session will be refreshed in the next refresh call."
        }
        Error::ProtectedClaim { name } => {
            return format!("the access token payload cannot set the protected claim `{name}`")
                .into();
        }
        Error::NotAnObject { what, found } => {
            return format!("{what} must be a JSON object, not {found}").into();
        }
        Error::PayloadTooLarge {
            size,
            limit,
            largest,
        } => {
            return format!(
                "the access token payload is too large: {size} bytes of JSON, and {limit} are what a request can carry; \
                 its largest claims are {}",
                sizes(largest)
            )
            .into();
        }
        Error::NestedTooDeeply { what, name } => {
            return format!(
                "`{name}` in {what} is nested too deeply: 124 arrays and objects within each other can be read again"
            )
            .into();
        }
        Error::NotBefore => {
            "the claim `nbf` must be a number of seconds that have passed, or no access token with it would be accepted"
        }
        Error::TenantId { tenant_id } => {
            return format!(
                "there can be no tenant {tenant_id:?}: a name has letters, digits and hyphens, does not begin with \
                 `appid-` and is none of `recipe`, `config`, `users`, `hello`"
            )
            .into();
        }
        Error::Input(defect) => return defect.to_string().into(),
        Error::TooManyAttempts { .. } => "too many attempts",
        Error::UnknownTenant { tenant_id } => {
            return format!("there is no tenant {tenant_id:?}").into();
        }
        Error::Core(error) if error.is_unavailable() => "service unavailable",
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
        | Error::Application { .. } => "internal server error",
    })
}

fn sizes(claims: &[(String, usize)]) -> String {
    let claims = claims.iter();
    let texts = claims.map(|(name, size)| format!("`{name}` ({size} bytes)"));
    texts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::error::claim::ClaimFailure;
    use crate::error::{CoreError, RefreshReason, UnauthorisedReason};

    fn unavailable() -> Error {
        CoreError::NoUsableKey.into()
    }

    fn fetch_claim() -> Error {
        Error::FetchClaim {
            claim: "plan".to_owned(),
            source: Arc::new(std::fmt::Error),
        }
    }

    #[test]
    fn the_front_end_reads_these_texts() {
        let inside = "internal server error";
        for (error, text) in [
            (
                Error::unauthorised(UnauthorisedReason::NoToken, false),
                "unauthorised",
            ),
            (RefreshReason::Expired.into(), "try refresh token"),
            (
                Error::TokenTheftDetected {
                    session_handle: "h".to_owned(),
                    user_id: "u".to_owned(),
                    recipe_user_id: "r".to_owned(),
                },
                "token theft detected",
            ),
            (
                Error::InvalidClaims(vec![ClaimFailure::without_reason("plan")]),
                "invalid claim",
            ),
            (
                Error::ClearDuplicateSessionCookies,
                "The request contains multiple session cookies. We are clearing the cookie from olderCookieDomain. Session will be refreshed in the next refresh call.",
            ),
            (
                Error::ProtectedClaim { name: "sub" },
                "the access token payload cannot set the protected claim `sub`",
            ),
            (
                Error::NotAnObject {
                    what: "the session data",
                    found: "an array",
                },
                "the session data must be a JSON object, not an array",
            ),
            (
                Error::PayloadTooLarge {
                    size: 12,
                    limit: 10,
                    largest: vec![("a".to_owned(), 7), ("b".to_owned(), 5)],
                },
                "the access token payload is too large: 12 bytes of JSON, and 10 are what a request can carry; its largest claims are `a` (7 bytes), `b` (5 bytes)",
            ),
            (
                Error::NestedTooDeeply {
                    what: "the session data",
                    name: "tree".to_owned(),
                },
                "`tree` in the session data is nested too deeply: 124 arrays and objects within each other can be read again",
            ),
            (
                Error::NotBefore,
                "the claim `nbf` must be a number of seconds that have passed, or no access token with it would be accepted",
            ),
            (
                Error::TenantId {
                    tenant_id: "a/b".to_owned(),
                },
                "there can be no tenant \"a/b\": a name has letters, digits and hyphens, does not begin with `appid-` and is none of `recipe`, `config`, `users`, `hello`",
            ),
            (unavailable(), "service unavailable"),
            (CoreError::UnsupportedAlgorithm.into(), inside),
            (fetch_claim(), inside),
            (Error::NotAttached, inside),
            (Error::DuplicateSessionCookies, inside),
            (Error::CustomHeaderUncheckable, inside),
            (Error::InsecureCookies, inside),
        ] {
            assert_eq!(message_of(&error), text, "{error:?}");
        }
    }
}

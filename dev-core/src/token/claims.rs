//! Which names and values a user may put into an access token.

use crate::json::{Object, numbers_fit_a_jwt};

/// The names a token uses itself, in the order in which they are missed.
pub(super) const PROTECTED: [&str; 9] = [
    "sub",
    "exp",
    "iat",
    "sessionHandle",
    "refreshTokenHash1",
    "parentRefreshTokenHash1",
    "antiCsrfToken",
    "tId",
    "rsub",
];

/// The claims cannot go into a token. The text is that of the response.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum ClaimFault {
    #[error("The user payload contains protected field")]
    Protected,
    #[error("The user payload contains an integer that does not fit into 64 bits")]
    TooLarge,
}

/// Checks claims before they are stored, so that every token of the session can carry them.
pub(crate) fn checked_claims(claims: &Object) -> Result<(), ClaimFault> {
    if PROTECTED.iter().any(|name| claims.contains_key(*name)) {
        return Err(ClaimFault::Protected);
    }
    if !numbers_fit_a_jwt(claims) {
        return Err(ClaimFault::TooLarge);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Json, object};

    #[test]
    fn own_names_are_protected_and_registered_ones_are_not() {
        for name in PROTECTED {
            let claims = [(name.to_owned(), Json::Null)].into_iter().collect();
            assert_eq!(
                checked_claims(&claims),
                Err(ClaimFault::Protected),
                "{name}"
            );
        }
        let free = object([
            ("iss", 5.into()),
            ("aud", "a".into()),
            ("userId", "u".into()),
        ]);
        assert_eq!(checked_claims(&free), Ok(()));
    }

    #[test]
    fn huge_integers_are_refused() {
        let claims = object([("big", Json::Number("12345678901234567890".into()))]);
        assert_eq!(checked_claims(&claims), Err(ClaimFault::TooLarge));
    }
}

//! How the reuse of refresh tokens is reported.

use std::fmt;

/// How a refresh with a token that a recent rotation retired is reported. The session ends either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecentTokenReuse {
    /// As `TOKEN_THEFT_DETECTED`.
    #[default]
    TokenTheft,
    /// As `UNAUTHORISED`.
    Unauthorised,
}

impl fmt::Display for RecentTokenReuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TokenTheft => "TOKEN_THEFT",
            Self::Unauthorised => "UNAUTHORISED",
        })
    }
}

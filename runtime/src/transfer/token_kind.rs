//! Access token and refresh token.

use crate::config::TokenNames;

/// Which of the two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

impl TokenKind {
    pub(crate) const ALL: [Self; 2] = [Self::Access, Self::Refresh];

    pub(super) fn cookie(self, names: &TokenNames) -> &str {
        match self {
            Self::Access => &names.access_cookie,
            Self::Refresh => &names.refresh_cookie,
        }
    }
}

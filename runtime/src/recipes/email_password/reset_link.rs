//! The link with which a user sets a new password.

use std::fmt;

/// What the link is made of. Whoever has the token can set the password, so `Debug` does not show it.
#[derive(Clone)]
#[non_exhaustive]
pub struct ResetLink {
    /// The id of the tenant.
    pub tenant_id: String,
    pub(super) token: String,
    pub(super) link: String,
}

pub(super) type ResetLinkFn = dyn Fn(&ResetLink) -> String + Send + Sync;

impl ResetLink {
    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The link as it is by default: the front end's address, `/auth/reset-password`, token and tenant.
    pub fn as_str(&self) -> &str {
        &self.link
    }
}

impl fmt::Debug for ResetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResetLink")
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

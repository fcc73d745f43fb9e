//! The link that verifies an address.

use std::fmt;

/// What the link is made of. Whoever has the token can verify the address, so `Debug` does not show it.
#[derive(Clone)]
#[non_exhaustive]
pub struct VerificationLink {
    /// The id of the tenant to which the token belongs.
    pub tenant_id: String,
    pub(super) token: String,
    pub(super) link: String,
}

pub(super) type VerificationLinkFn = dyn Fn(&VerificationLink) -> String + Send + Sync;

impl VerificationLink {
    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The link as it is by default: the front end's address, `/auth/verify-email`, token and tenant.
    pub fn as_str(&self) -> &str {
        &self.link
    }
}

impl fmt::Debug for VerificationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationLink")
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

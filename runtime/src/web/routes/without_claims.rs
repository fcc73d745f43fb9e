//! The policies of routes that a session may use with any claims.

use crate::claims::ClaimRules;
use crate::policy::{Optional, Policy, Required};

/// Every session may use the route: to sign out, or to get the claim that it lacks.
pub(super) enum WithoutClaims {}

impl Policy for WithoutClaims {
    type Presence = Required;

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

/// The same, and a request without a session may use it too.
pub(super) enum AnyoneWithoutClaims {}

impl Policy for AnyoneWithoutClaims {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

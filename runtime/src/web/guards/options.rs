//! The options of a guard's policy.

use rocket::Request;

use crate::error::Error;
use crate::policy::{KeptPolicies, Policy};
use crate::session::VerifyOptions;

/// Looks up the options of one policy.
#[derive(Clone, Copy)]
pub(in crate::web) struct OfPolicy {
    options: fn(&KeptPolicies) -> VerifyOptions,
    #[cfg(feature = "testing")]
    name: fn() -> &'static str,
}

impl OfPolicy {
    pub(in crate::web) fn new<P: Policy>() -> Self {
        Self {
            options: KeptPolicies::options::<P>,
            #[cfg(feature = "testing")]
            name: std::any::type_name::<P>,
        }
    }

    /// The type of the policy, with all its modules.
    #[cfg(feature = "testing")]
    pub(in crate::web) fn name(self) -> &'static str {
        (self.name)()
    }

    /// The options. The application makes them at the first request with the policy, and keeps them.
    pub(in crate::web) fn options(self, request: &Request<'_>) -> Result<VerifyOptions, Error> {
        let policies = request.rocket().state().ok_or(Error::NotAttached)?;
        Ok((self.options)(policies))
    }
}

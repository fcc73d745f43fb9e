//! The options of a guard's policy.

use rocket::Request;

use crate::error::Error;
use crate::policy::KeptPolicies;
use crate::session::VerifyOptions;

/// Looks up the options of one policy: `KeptPolicies::options::<P>`.
pub(in crate::web) type OfPolicy = fn(&KeptPolicies) -> VerifyOptions;

/// The options. The application makes them at the first request with the policy, and keeps them.
pub(super) fn options(request: &Request<'_>, of_policy: OfPolicy) -> Result<VerifyOptions, Error> {
    let policies = request.rocket().state().ok_or(Error::NotAttached)?;
    Ok(of_policy(policies))
}

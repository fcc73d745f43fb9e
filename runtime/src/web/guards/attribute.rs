//! The guard of the attribute.

use std::fmt;
use std::marker::PhantomData;

use rocket::Request;
use rocket::request::{FromRequest, Outcome};

use super::options::OfPolicy;
use crate::error::Error;
use crate::policy::Policy;
#[cfg(feature = "testing")]
use crate::web::asked::DemandedBy;
use crate::web::refusal::refuse;
use crate::web::state::{AdmittedBy, RequestState};

/// The guard that [`verify_session`](macro@crate::verify_session) puts before a route's own parameters.
///
/// Rocket runs request guards in the order of the parameters, and before it looks at path, query and body. So the
/// session is checked first.
///
/// It is no sentinel. The attribute gives it the type that stands for the route, and that one is.
///
/// The type has no bound on `P`, so that rustc reports a `P` that is not a policy once and not at every use.
pub struct Guard<P>(PhantomData<fn() -> P>);

#[rocket::async_trait]
impl<'r, P: Policy> FromRequest<'r> for Guard<P> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match admit(request, OfPolicy::new::<P>(), AdmittedBy::Attribute).await {
            Ok(()) => Outcome::Success(Self(PhantomData)),
            Err(error) => refuse(request, error),
        }
    }
}

/// Admits the request to its route. Separate from the guard, so that rustc compiles it once and not for every policy.
pub(in crate::web) async fn admit(
    request: &Request<'_>,
    of_policy: OfPolicy,
    by: AdmittedBy,
) -> Result<(), Error> {
    let options = of_policy.options(request)?;
    let state = RequestState::of(request)?;
    #[cfg(feature = "testing")]
    if let Some(asked) = state.asked() {
        return match by {
            AdmittedBy::Attribute => {
                Err(asked.note(request, DemandedBy::Attribute, of_policy.name(), options))
            }
            AdmittedBy::Mount => asked.mount(request, of_policy.name(), options),
        };
    }
    state.admit_to_route(request, options, by).await
}

/// Attributes such as `#[tracing::instrument]` print every parameter.
impl<P> fmt::Debug for Guard<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

/// The type that stands for a route. It gives the type of the guard, which does not depend on the route: so routes with
/// the same policy share its compiled code.
pub trait OfRoute {
    /// The guard for a policy.
    type Guard<P>;
}

impl<R> OfRoute for R {
    type Guard<P> = Guard<P>;
}

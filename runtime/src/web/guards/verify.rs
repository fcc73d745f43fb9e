//! `Verify` as a guard: it checks what the attribute checks.

use rocket::request::{FromRequest, Outcome};
use rocket::{Ignite, Request, Rocket, Sentinel};

use super::options::OfPolicy;
use super::sentinel::abort_without_fairing;
use crate::error::Error;
use crate::policy::{Policy, Presence, Verify};
use crate::session::Session;
#[cfg(feature = "testing")]
use crate::web::asked::DemandedBy;
use crate::web::refusal::refuse;
use crate::web::state::RequestState;

#[rocket::async_trait]
impl<'r, P: Policy> FromRequest<'r> for Verify<P> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        let admitted = admit(request, OfPolicy::new::<P>()).await;
        match admitted.and_then(P::Presence::session) {
            Ok(session) => Outcome::Success(Self::new(session)),
            Err(error) => refuse(request, error),
        }
    }
}

/// Separate from the guard, so that rustc compiles it once and not for every policy.
async fn admit(request: &Request<'_>, of_policy: OfPolicy) -> Result<Option<Session>, Error> {
    let options = of_policy.options(request)?;
    let state = RequestState::of(request)?;
    #[cfg(feature = "testing")]
    if let Some(asked) = state.asked() {
        return Err(asked.note(request, DemandedBy::Guard, of_policy.name(), options));
    }
    state.admit(request, options).await
}

impl<P: Policy> Sentinel for Verify<P> {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}

use std::fmt;
use std::marker::PhantomData;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Ignite, Request, Rocket, Sentinel};

use super::refusal::{refuse, refuse_swallowably};
use super::request_state::RequestState;
use crate::error::{Error, UnauthorisedReason};
use crate::session::{Policy, Presence, Session, SuperTokens, VerifyOptions};

/// The guard that [`verify_session`](macro@crate::verify_session) puts before a route's own parameters.
///
/// Rocket runs request guards in the order of the parameters and before it looks at path, query and body, so the
/// session is checked first. Without a bound or a value, so that rustc has one thing to say of a `P` that is none.
pub struct Guard<P>(PhantomData<fn() -> P>);

#[rocket::async_trait]
impl<'r, P: Policy> FromRequest<'r> for Guard<P> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match admit(request, VerifyOptions::of::<P>).await {
            Ok(()) => Outcome::Success(Self(PhantomData)),
            Err(error) => refuse(request, error),
        }
    }
}

/// Apart from the guard, since rustc makes what is in it once for every policy.
async fn admit(request: &Request<'_>, options: fn() -> VerifyOptions) -> Result<(), Error> {
    RequestState::of(request)?.admit(request, options()).await?;
    Ok(())
}

/// Apart from the guard, for the same reason.
async fn verify(
    request: &Request<'_>,
    options: fn() -> VerifyOptions,
) -> Result<Option<Session>, Error> {
    RequestState::of(request)?.verify(request, options()).await
}

/// The session of a request that meets a policy: what the attribute checks, as a guard to be written by hand.
///
/// A guard of your own can begin with it. As a parameter of a route it is checked in its place among the other
/// parameters, while the attribute comes before them all.
///
/// ```
/// use rocket::Request;
/// use rocket::request::{FromRequest, Outcome};
/// use rocket_supertokens::policy::DefaultPolicy;
/// use rocket_supertokens::Error;
/// use rocket_supertokens::policy::Verify;
///
/// struct Author(String);
///
/// #[rocket::async_trait]
/// impl<'r> FromRequest<'r> for Author {
///     type Error = Error;
///
///     async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
///         let verified = request.guard::<Verify<DefaultPolicy>>().await;
///         verified.map(|verified| Self(verified.session().user_id().to_owned()))
///     }
/// }
/// ```
///
/// The outcomes are those of the attribute. A refusal is the answer whatever becomes of the guard. An
/// `Option<Verify<_>>`, or a guard that goes on after a failure, lets the handler run all the same, and only its answer
/// is lost: take `Verify` itself. For routes that are open to all there is [`Optional`](crate::session::Optional).
pub struct Verify<P: Policy> {
    session: <P::Presence as Presence>::Session,
}

impl<P: Policy> Verify<P> {
    /// The session; an `Option` of it where the policy lets anonymous requests through.
    pub fn session(&self) -> &<P::Presence as Presence>::Session {
        &self.session
    }

    /// The session; an `Option` of it where the policy lets anonymous requests through.
    pub fn into_session(self) -> <P::Presence as Presence>::Session {
        self.session
    }
}

#[rocket::async_trait]
impl<'r, P: Policy> FromRequest<'r> for Verify<P> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        let verified = verify(request, VerifyOptions::of::<P>).await;
        match verified.and_then(P::Presence::session) {
            Ok(session) => Outcome::Success(Self { session }),
            Err(error) => refuse(request, error),
        }
    }
}

/// The session of the request.
///
/// On a route with the attribute it is the session found there. On a route without it, the request is verified
/// as by `#[verify_session]` without options: a `Session` is never present unverified. A request that another route
/// has forwarded, or that a [`Verify`] beside it has looked at, is checked for what they left out.
///
/// | outcome | status |
/// |---|---|
/// | a valid session | success |
/// | no token, or none of ours | 401 `unauthorised` |
/// | expired, wrongly signed, or from a request that fails the anti-csrf check | 401 `try refresh token` |
/// | claims that are not enough, by the global validators | 403 `invalid claim` |
/// | the core is needed and cannot be reached | 503 |
///
/// Without the attribute an `Option<Session>` takes every refusal for an anonymous request, an expired session
/// included, and a catcher that changes the status changes the answer: prefer the attribute.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Session {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        let result = match RequestState::of(request) {
            Ok(state) => state.verified(request).await,
            Err(error) => Err(error),
        };
        match result {
            Ok(Some(session)) => Outcome::Success(session),
            // Only behind `required = false`, where the parameter is an `Option<Session>`: no refusal.
            Ok(None) => {
                let error = Error::unauthorised(UnauthorisedReason::NoToken, false);
                Outcome::Error((Status::Unauthorized, error))
            }
            Err(error) => refuse_swallowably(request, error),
        }
    }
}

/// Attributes such as `#[tracing::instrument]` print every parameter.
impl<P> fmt::Debug for Guard<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl<P: Policy> fmt::Debug for Verify<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verify").field(&self.session).finish()
    }
}

impl<P: Policy> Sentinel for Verify<P> {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}

impl<P> Sentinel for Guard<P> {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}

impl Sentinel for Session {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}

/// Stops the launch of an application whose routes need the fairing that is not there.
pub(super) fn abort_without_fairing(rocket: &Rocket<Ignite>) -> bool {
    let missing = rocket.state::<SuperTokens>().is_none();
    if missing {
        tracing::error!("{}", Error::NotAttached);
    }
    missing
}

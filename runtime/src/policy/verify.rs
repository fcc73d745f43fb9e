//! The session of a request that meets a policy, for guards written by hand.

use std::fmt;

use super::{Policy, Presence};

/// The session of a request that meets a policy: what the attribute checks, as a guard to be written by hand.
///
/// A guard of your own can begin with it. As a parameter of a route it is checked in its place among the other
/// parameters, while the attribute comes before them all.
///
/// ```
/// use rocket::Request;
/// use rocket::request::{FromRequest, Outcome};
/// use rocket_supertokens::Error;
/// use rocket_supertokens::policy::{DefaultPolicy, Verify};
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
/// The outcomes are those of the attribute. A refusal is what the client receives, whatever becomes of the guard. With
/// an `Option<Verify<_>>`, or a guard that goes on after a failure, the handler still runs and only its response is
/// lost: take `Verify` itself. For routes that are open to all there is [`Optional`](crate::policy::Optional).
pub struct Verify<P: Policy> {
    session: <P::Presence as Presence>::Session,
}

impl<P: Policy> Verify<P> {
    pub(crate) fn new(session: <P::Presence as Presence>::Session) -> Self {
        Self { session }
    }

    /// The session; an `Option` of it where the policy lets anonymous requests through.
    pub fn session(&self) -> &<P::Presence as Presence>::Session {
        &self.session
    }

    /// The session; an `Option` of it where the policy lets anonymous requests through.
    pub fn into_session(self) -> <P::Presence as Presence>::Session {
        self.session
    }
}

impl<P: Policy> fmt::Debug for Verify<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verify").field(&self.session).finish()
    }
}

//! The session of a request that meets a policy, for guards written by hand.

use std::fmt;

use super::demands::Policy;
use super::presence::Presence;

/// The session of a request that meets a policy. It is a guard that checks what the attribute checks.
///
/// Use it in a guard of your own. As a parameter of a route it is checked in the order of the parameters; the attribute
/// is checked before all of them.
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
/// The outcomes are those of the attribute. If the check fails, the client receives the refusal, even if the outer
/// guard succeeds. With `Option<Verify<_>>`, or with a guard that continues after a failure, the handler still runs,
/// and its response is replaced by the refusal. So use `Verify` itself. For a route that is open to all, use a policy
/// with [`Optional`](crate::policy::Optional).
pub struct Verify<P: Policy> {
    session: <P::Presence as Presence>::Session,
}

impl<P: Policy> Verify<P> {
    pub(crate) fn new(session: <P::Presence as Presence>::Session) -> Self {
        Self { session }
    }

    /// The session, or an `Option` of it if the policy lets anonymous requests through.
    pub fn session(&self) -> &<P::Presence as Presence>::Session {
        &self.session
    }

    /// The session, or an `Option` of it if the policy lets anonymous requests through.
    pub fn into_session(self) -> <P::Presence as Presence>::Session {
        self.session
    }
}

impl<P: Policy> fmt::Debug for Verify<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verify").field(&self.session).finish()
    }
}

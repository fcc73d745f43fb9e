//! Whether a route can be reached without a session.

use std::fmt;

use crate::error::{Error, UnauthorisedReason};
use crate::session::container::Session;

/// Whether a route can be reached without a session: [`Required`] or [`Optional`].
pub trait Presence: sealed::Sealed + Send + Sync + 'static {
    /// True if a request without a session is refused.
    const REQUIRED: bool;
    /// What the handler of a request that passes receives: a [`Session`] or an `Option<Session>`.
    type Session: fmt::Debug + Clone + Send + Sync + 'static;
    /// The stricter of two presences, for [`AllOf`](super::AllOf).
    type And<Other: Presence>: Presence;

    #[doc(hidden)]
    fn session(found: Option<Session>) -> Result<Self::Session, Error>;
}

/// A request without a session is refused.
#[derive(Debug)]
pub enum Required {}

/// A request without a session passes.
#[derive(Debug)]
pub enum Optional {}

impl Presence for Required {
    const REQUIRED: bool = true;
    type Session = Session;
    type And<Other: Presence> = Self;

    fn session(found: Option<Session>) -> Result<Session, Error> {
        found.ok_or(Error::unauthorised(UnauthorisedReason::NoToken, false))
    }
}

impl Presence for Optional {
    const REQUIRED: bool = false;
    type Session = Option<Session>;
    type And<Other: Presence> = Other;

    fn session(found: Option<Session>) -> Result<Option<Session>, Error> {
        Ok(found)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Required {}
    impl Sealed for super::Optional {}
}

//! Compile-time checks of a route's parameters against its policy.
//!
//! The attribute calls `<Probe<Guard, ParameterType, Name>>::check()` for each parameter. An inherent function wins
//! over a trait's function. So only the two types below are checked, under any alias; all other types use the fallback.

use std::marker::PhantomData;

use super::attribute::Guard;
use crate::policy::{Optional, Policy, Required};
use crate::session::Session;

/// Ties the guard of a route to the type of one parameter, under the name that messages give to the policy.
#[derive(Debug)]
pub struct Probe<G, T, N>(PhantomData<(G, T, N)>);

impl<P: Policy, N> Probe<Guard<P>, Session, N> {
    /// A `Session` needs a policy that guarantees one.
    pub fn check()
    where
        P::Presence: GuaranteesSession<N>,
    {
    }
}

impl<P: Policy, N> Probe<Guard<P>, Option<Session>, N> {
    /// An `Option<Session>` needs a policy under which it can be `None`.
    pub fn check()
    where
        P::Presence: AllowsAnonymous<N>,
    {
    }
}

/// The fallback for all other types.
pub trait ProbeFallback {
    /// Checks nothing.
    fn check() {}
}

impl<G, T, N> ProbeFallback for Probe<G, T, N> {}

/// The route's handler always has a session.
#[diagnostic::on_unimplemented(
    message = "`{N}` lets anonymous requests through, so it cannot promise the handler a `Session`",
    label = "an anonymous request has no session to put here",
    note = "take an `Option<Session>`, or require a session by removing `required = false`"
)]
pub trait GuaranteesSession<N> {}

// Otherwise rustc lists this impl, which no user can use.
#[diagnostic::do_not_recommend]
impl<N> GuaranteesSession<N> for Required {}

/// The route's handler may be without a session.
#[diagnostic::on_unimplemented(
    message = "`{N}` requires a session, so an `Option<Session>` would never be `None` here",
    label = "always `Some`",
    note = "take a `Session`, or let anonymous requests through with `#[verify_session(required = false)]`"
)]
pub trait AllowsAnonymous<N> {}

#[diagnostic::do_not_recommend]
impl<N> AllowsAnonymous<N> for Optional {}

//! Compile-time checks of a route's parameters against its policy.
//!
//! The attribute calls `<Probe<Policy, ParameterType>>::check()` for each parameter. An inherent function wins
//! over one of a trait, so only the two types below meet a bound, under whatever alias; all others take the
//! fallback.

use std::marker::PhantomData;

use crate::session::{Optional, Policy, Required, Session};

/// Ties a policy to the type of one parameter.
pub struct Probe<P, T>(PhantomData<fn() -> (P, T)>);

impl<P: Policy> Probe<P, Session> {
    /// A `Session` needs a policy that guarantees one.
    pub fn check()
    where
        P::Presence: GuaranteesSession<P>,
    {
    }
}

impl<P: Policy> Probe<P, Option<Session>> {
    /// An `Option<Session>` needs a policy under which it can be `None`.
    pub fn check()
    where
        P::Presence: AllowsAnonymous<P>,
    {
    }
}

/// What every other type gets.
pub trait ProbeFallback {
    /// Nothing to check.
    fn check() {}
}

impl<P, T> ProbeFallback for Probe<P, T> {}

/// The route's handler always has a session.
#[diagnostic::on_unimplemented(
    message = "`{P}` lets anonymous requests through, so it cannot promise the handler a `Session`",
    label = "an anonymous request has no session to put here",
    note = "take an `Option<Session>`, or require a session by removing `required = false`"
)]
pub trait GuaranteesSession<P> {}

// Else rustc lists this impl, which no user can use.
#[diagnostic::do_not_recommend]
impl<P> GuaranteesSession<P> for Required {}

/// The route's handler may be without a session.
#[diagnostic::on_unimplemented(
    message = "`{P}` requires a session, so an `Option<Session>` would never be `None` here",
    label = "always `Some`",
    note = "take a `Session`, or let anonymous requests through with `#[verify_session(required = false)]`"
)]
pub trait AllowsAnonymous<P> {}

#[diagnostic::do_not_recommend]
impl<P> AllowsAnonymous<P> for Optional {}

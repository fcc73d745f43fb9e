//! What may be taken for the fairing, so that rustc says what to attach instead.
//!
//! Rocket's `Fairing` is implemented under a condition that never holds and that has a message. The condition has a
//! lifetime, because rustc refuses one without that can never hold.

use std::marker::PhantomData;

use rocket::fairing::{Fairing, Info};

use super::builder::Builder;
use crate::session::SuperTokens;

/// What a fairing would be attached to.
#[derive(Debug)]
pub struct Application<'a>(PhantomData<&'a ()>);

/// Holds for nothing.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not the fairing of SuperTokens",
    label = "not a fairing",
    note = "write `.attach(SuperTokens::builder().fairing())`, with the settings before `.fairing()`"
)]
pub trait Attaches<T> {
    /// Never called.
    fn info(_: &T) -> Info;
}

#[doc(hidden)]
impl Fairing for Builder
where
    for<'a> Application<'a>: Attaches<Self>,
{
    fn info(&self) -> Info {
        Application::info(self)
    }
}

#[doc(hidden)]
impl Fairing for SuperTokens
where
    for<'a> Application<'a>: Attaches<Self>,
{
    fn info(&self) -> Info {
        Application::info(self)
    }
}

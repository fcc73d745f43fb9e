//! Everything that knows Rocket: the fairing, the guards, the routes, and how a request is refused.

// From the ground up: a room uses only those above it. The empty lines keep the order.
mod request_info;

mod response;

mod state;

mod refusal;

mod guards;

mod launch_question;

mod routes;

#[cfg(feature = "testing")]
mod under_test;

mod builder;

mod doctor;

mod last;

mod fairing;

mod not_a_fairing;

pub use self::builder::Builder;
pub use self::guards::{AllowsAnonymous, GuaranteesSession, Guard, Probe, ProbeFallback};
#[cfg(feature = "testing")]
pub(crate) use self::under_test::{LaunchFailure, UnderTest};

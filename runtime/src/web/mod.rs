//! Everything that knows Rocket: the fairing, the guards, the routes, and how a request is refused.

// From the ground up: a room uses only those above it. The empty lines keep the order.
mod request_info;

mod route_id;

mod handled;

mod response;

#[cfg(feature = "testing")]
mod asked;

mod state;

mod refusal;

mod guards;

mod protect;

mod launch_question;

mod routes;

#[cfg(feature = "testing")]
mod under_test;

mod launch_list;

mod builder;

mod doctor;

mod last;

mod fairing;

mod not_a_fairing;

pub use self::builder::Builder;
pub use self::guards::{AllowsAnonymous, GuaranteesSession, Guard, OfRoute, Probe, ProbeFallback};
pub use self::launch_list::{AtLaunch, AtLaunchFallback};
pub use self::protect::protect;
#[cfg(feature = "testing")]
pub(crate) use self::under_test::{LaunchFailure, REASON, UnderTest};
#[cfg(feature = "testing")]
pub(crate) use self::{
    asked::{Asked, Demand, DemandedBy, FailsWith, Heard, LastRoute},
    protect::{is_witness, short_name},
    routes::OwnRoutes,
    state::RequestState,
};

//! Everything that knows Rocket.

mod answer;
mod fairing;
mod guard;
mod incoming;
mod policy;
mod probe;
mod request_state;
mod routes;
mod sessions;

pub use self::guard::Verify;
pub use self::policy::{Optional, Policy, Presence, Required};
pub use self::probe::{AllowsAnonymous, GuaranteesSession, Probe, ProbeFallback};
pub use self::sessions::{CreateSession, Sessions};

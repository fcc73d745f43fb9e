//! Everything that knows Rocket.

mod answer;
mod builder;
mod catchers;
mod guard;
mod jwks_route;
mod launch;
mod probe;
mod refusal;
mod request_info;
mod request_state;
mod routes;
mod sessions;
mod wire_text;
mod writer;

pub use self::answer::{Answer, ErrorResponses};
pub use self::builder::Builder;
pub use self::guard::{Guard, Verify};
pub use self::probe::{AllowsAnonymous, GuaranteesSession, Probe, ProbeFallback};
pub use self::sessions::{CreateSession, Sessions};

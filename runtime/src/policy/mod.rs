//! Policies: what a route demands of its session, as a type.

mod all_of;
mod demands;
mod kept;
mod options;
mod presence;
mod verify;

pub use self::all_of::AllOf;
pub use self::demands::{DefaultPolicy, Policy};
pub(crate) use self::kept::KeptPolicies;
#[doc(hidden)]
pub use self::options::{Always, ByMethod, Options};
pub use self::presence::{Optional, Presence, Required};
pub use self::verify::Verify;
pub use crate::session::options::VerifyOptions;

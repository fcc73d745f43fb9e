//! The guards: of the attribute, written by hand, and those that give a session or begin one.

mod attribute;
mod options;
mod probe;
mod sentinel;
mod session;
mod session_request;
mod sessions;
mod verify;

pub use self::attribute::Guard;
pub use self::probe::{AllowsAnonymous, GuaranteesSession, Probe, ProbeFallback};

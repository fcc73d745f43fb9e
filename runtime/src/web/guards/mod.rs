//! The guards: of the attribute, written by hand, and those that give a session or begin one.

mod attribute;
mod options;
mod probe;
mod sentinel;
mod session;
mod session_request;
mod sessions;
mod verify;

pub(super) use self::attribute::admit;
pub use self::attribute::{Guard, OfRoute};
pub(super) use self::options::OfPolicy;
pub use self::probe::{AllowsAnonymous, GuaranteesSession, Probe, ProbeFallback};
pub(super) use self::sentinel::abort_without_fairing;

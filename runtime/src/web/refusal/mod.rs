//! What refuses a request, from the guard that fails to the response that is sent.

mod catchers;
mod error;
mod log;
mod refuse;
mod writer;

pub(super) use self::catchers::catchers;
pub(super) use self::refuse::{refuse, refuse_swallowably};
pub(super) use self::writer::Writer;

//! Sessions: creation, refresh, verification and what is stored with them.

mod create;
mod data;
mod handle;
mod list;
mod mint;
mod refresh;
mod regenerate;
mod rotation;
mod types;
mod verify;

pub(crate) use create::NewSessionRequest;
pub(crate) use refresh::{RefreshOutcome, RefreshRequest};
pub(crate) use regenerate::RegenerateOutcome;
pub(crate) use types::{Grant, IssuedToken, SessionInfo};
pub(crate) use verify::{VerifyOutcome, VerifyRequest};

//! Sessions: what they hold, and the functions that create, verify, refresh, change and end them. No HTTP
//! framework is known here.

mod container;
mod create;
mod payload;
mod refresh;
mod request;
mod revoke;
mod super_tokens;
mod verify;

pub use self::container::Session;
pub(crate) use self::create::NewSession;
pub(crate) use self::payload::object;
pub(crate) use self::request::Requirements;
pub use self::super_tokens::SuperTokens;
pub use crate::cdi::JsonObject;
pub use crate::error::{Error, RefreshReason, TokenDefect, UnauthorisedReason};
pub use crate::transfer::TransferMethod;

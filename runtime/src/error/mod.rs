//! What can go wrong, one type for each concern. None of them carries a token or a secret.
//!
//! The text of an error does not contain its [source](std::error::Error::source), as is usual in Rust: whoever logs
//! one prints its causes as well. Our own log lines do.

mod chain;
pub(crate) mod claim;
mod config;
mod core;
mod host;
mod json;
mod reasons;
mod session;
mod token;

pub(crate) use self::chain::Chain;
pub use self::config::ConfigError;
pub use self::core::CoreError;
pub use self::host::{HostFailure, HostFailureKind};
pub use self::json::{JsonDefect, JsonDefectKind};
pub use self::reasons::{RefreshReason, UnauthorisedReason};
pub use self::session::Error;
pub use self::token::TokenDefect;

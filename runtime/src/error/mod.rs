//! The errors, one type for each concern. No error contains a token or a secret.
//!
//! As is usual in Rust, the text of an error does not contain its [source](std::error::Error::source). If you log an
//! error, print its causes as well; our own log lines do so.

mod chain;
pub(crate) mod claim;
mod code;
mod config;
mod core;
mod host;
mod input;
mod json;
mod reasons;
mod session;
mod token;

pub(crate) use self::chain::Chain;
pub use self::config::ConfigError;
pub use self::core::CoreError;
pub use self::host::{HostFailure, HostFailureKind};
pub use self::input::InputDefect;
pub use self::json::{JsonDefect, JsonDefectKind};
pub use self::reasons::{RefreshReason, UnauthorisedReason};
pub use self::session::Error;
pub use self::token::TokenDefect;

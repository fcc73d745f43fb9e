//! One error type per concern. None carries a token or a secret.

mod claim;
mod config;
mod core;
mod session;
mod token;

pub use self::claim::ClaimFailure;
pub use self::config::ConfigError;
pub use self::core::{CoreError, HostFailure, HostFailureKind};
pub use self::session::{Error, RefreshReason, UnauthorisedReason};
pub use self::token::TokenDefect;

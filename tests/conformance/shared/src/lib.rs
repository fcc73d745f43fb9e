//! What the servers for SuperTokens' own test suites have in common.
//!
//! A suite drives a back end in another process and configures it anew while it runs. Here each configuration is a
//! Rocket of its own, behind a front door that keeps the port. [`Suite`] says what differs from suite to suite.

mod environment;
mod exchange;
mod figment;
mod front_door;
mod instance;
mod program;
pub mod testing;

pub use self::environment::{EnvironmentError, core_url, port, text};
pub use self::exchange::{ExchangeError, exchange};
pub use self::figment::figment;
pub use self::front_door::{FrontDoor, Suite, Trouble};
pub use self::instance::StartError;
pub use self::program::run;

/// A response with its whole body.
pub type Response = hyper::Response<http_body_util::Full<hyper::body::Bytes>>;

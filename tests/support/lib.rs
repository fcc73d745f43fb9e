//! What the suites share: a core to run against, the application on a port of its own, and a client that keeps
//! tokens as a front end does.

#![allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "whatever goes wrong in here fails the test"
)]

mod app;
mod client;
mod core;
mod cors;
mod eventually;
mod http;
mod package;
mod proxy;
mod raw_server;
mod reply;

pub use self::app::App;
pub use self::client::{Client, encode_uri_component};
pub use self::core::{Cdi, Core, skip};
pub use self::cors::cors;
pub use self::eventually::eventually;
pub use self::package::Package;
pub use self::proxy::{Behaviour, CoreCall};
pub use self::raw_server::{Raw, RawServer};
pub use self::reply::{Reply, claims};

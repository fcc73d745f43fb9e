//! A kit for the tests of your own routes, behind the feature `testing`.
//!
#![doc = include_str!("../../docs/testing.md")]

// From the ground up: a module uses only those above it. The empty lines keep the order.
mod clock;

mod core;

mod kit;

mod session;

mod local;

mod request;

mod flows;

mod response;

mod audit;

pub use self::audit::{
    AuditedRoute, Demand, DemandedBy, Protection, RouteAudit, asynchronous, audit,
};
pub use self::clock::TestClock;
pub use self::core::TestCore;
pub use self::kit::{TestSuperTokens, TestSuperTokensBuilder};
pub use self::local::{LocalClient, LocalRequest, LocalResponse};
pub use self::request::TestRequest;
pub use self::response::TestResponse;
pub use self::session::{ClaimKey, TestSession};

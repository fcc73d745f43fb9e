//! A kit for the tests of your own routes: sessions without a core, and what to assert. Feature `testing`.

mod audit;

pub use self::audit::{
    AuditedRoute, Demand, DemandedBy, Protection, RouteAudit, asynchronous, audit,
};

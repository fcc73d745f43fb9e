//! What the suite relies on, over real sockets against a dev-core.

mod claims;
mod email_verification;
mod linked_accounts;
mod objects;
mod over_http;
mod program;
mod replacing;
mod server;
mod sessions;

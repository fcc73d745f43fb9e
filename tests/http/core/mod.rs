//! The core: when it is called, with what, and what its failures do.

mod calls;
mod outage;
mod requests;
mod responses;
mod tokens;
mod trace_context;
mod versions;

//! What the front-end suites rely on, over real sockets against a dev-core.

mod browser;
mod core;
mod plain;
mod program;
mod replacing;
mod server;
mod sessions;
mod static_files;

//! The routes that the suites call, by what they need.

mod core;
mod counting;
mod headers;
mod payload;
mod plain;
mod session;
mod static_files;

use rocket::Route;

/// All of them.
pub(crate) fn all() -> Vec<Route> {
    [
        session::routes(),
        payload::routes(),
        core::routes(),
        counting::routes(),
        plain::routes(),
        static_files::routes(),
    ]
    .concat()
}

//! The routes that the suite calls.

mod about;
mod email_verification;
mod other_recipes;
mod over_http;
mod session;
mod session_object;
mod stored;

use rocket::Route;

/// All of them.
pub(crate) fn all() -> Vec<Route> {
    [
        about::routes(),
        over_http::routes(),
        session::routes(),
        stored::routes(),
        session_object::routes(),
        email_verification::routes(),
        other_recipes::routes(),
    ]
    .concat()
}

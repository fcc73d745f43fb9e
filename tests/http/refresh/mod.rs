//! What a refresh does, on our route and on one of the application's own.

mod at_once;
mod outcomes;
mod own_route;
mod route;
mod theft;

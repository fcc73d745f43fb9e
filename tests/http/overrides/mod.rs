//! Functions and APIs of the application's in the place of the original ones.

mod all_called;
mod apis;
mod functions;
mod revokes;

//! How a request is refused: each error as a client meets it, and what an application may change of that.

mod bad_input;
mod catchers;
mod other_errors;
mod other_fairings;
mod own_responses;
mod replaced;
mod session_errors;

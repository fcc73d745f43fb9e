//! The routes that the fairing serves, but the refresh.

mod served;
mod sign_out;

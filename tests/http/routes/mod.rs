//! The routes that the fairing serves, but the refresh.

mod base_path;
mod keys;
mod served;
mod sign_out;
mod tenants;

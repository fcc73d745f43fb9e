//! The routes that the fairing serves, but the refresh, and the health endpoint of the example.

mod base_path;
mod health;
mod keys;
mod served;
mod sign_out;
mod tenants;

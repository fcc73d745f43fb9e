//! The routes that the fairing serves, but the refresh, and health endpoint and page of the example.

mod base_path;
mod example_page;
mod health;
mod keys;
mod served;
mod sign_out;
mod tenants;

//! What the core does, apart from HTTP: one module for each recipe.

pub(crate) mod account_linking;
pub(crate) mod app;
pub(crate) mod core;
mod email_verification;
mod jwt;
pub(crate) mod keyring;
pub(crate) mod passwords;
pub(crate) mod refusal;
pub(crate) mod roles;
pub(crate) mod session;
mod sweep;
pub(crate) mod tenancy;
pub(crate) mod users;

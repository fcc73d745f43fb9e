//! The cookies that carry tokens: their attributes, their scope, and when they are taken away.

mod attributes;
mod clearing;
mod domains;
mod older_domain;
mod scope;

//! JSON as the real core reads and writes it.
//!
//! The core parses leniently (unquoted names, single quotes, comments, `=` and `;`) and keeps numbers
//! as they were spelled, which no JSON library for Rust does; hence this small one.

mod access;
mod claims;
mod number;
mod read;
mod value;
mod write;

pub(crate) use claims::{numbers_fit_a_jwt, same_claims, spelled_for_jwt};
pub(crate) use read::parse;
pub(crate) use value::{Json, Object, object};
pub(crate) use write::object_text;

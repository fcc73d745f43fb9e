//! Claims and validators, which tests name or describe in JSON.

mod mock;
mod named;
mod validator;

pub(crate) use self::named::{ClaimSpec, NamedClaim};
pub(crate) use self::validator::{ValidatorSpec, validator};

//! The two kinds of token and how they are written.

mod access;
mod claims;
mod jwt;
mod refresh;

pub(crate) use access::AccessToken;
pub(crate) use claims::checked_claims;
pub(crate) use jwt::{Jwt, JwtFault, encode};
pub(crate) use refresh::{RefreshToken, hash1, hash2};

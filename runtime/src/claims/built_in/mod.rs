//! The claims that SuperTokens' recipes put into access tokens.

mod email_verified;
mod multi_factor_auth;
mod user_role;

pub use self::email_verified::{EmailLookup, EmailVerification, EmailVerified};
pub(crate) use self::email_verified::{EmailLookups, email_address};
pub use self::multi_factor_auth::{
    CompletedFactors, Factor, MultiFactorAuth, MultiFactorAuthValidator,
};
pub use self::user_role::{Permission, UserRole};

//! Functions of other recipes in the core, which sessions do not need to know.

mod email_verification;
mod user_roles;

pub use self::email_verification::{EmailOfUser, EmailVerificationFunctions, VerifiedEmail};
pub use self::user_roles::UserRoles;

//! Functions of other recipes of the core. Sessions do not depend on them.

pub mod attempts;
pub mod email_password;
pub mod email_verification;
mod links;
pub(crate) mod login_methods;
pub(crate) mod status;
mod user_roles;
pub mod users;

pub use self::email_verification::{EmailOfUser, EmailVerificationRecipe, VerifiedEmail};
pub use self::links::DefaultLink;
pub use self::user_roles::UserRoles;
pub use crate::cdi::{LoginMethod, Passkeys, ThirdPartyAccount, User};

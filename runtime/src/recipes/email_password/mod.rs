//! Users with an e-mail address and a password.

mod functions;
mod in_use;
mod pace;

pub use self::functions::{
    ConsumedResetToken, Credentials, EmailPasswordFunctions, ResetTokenFor, SignIn, SignUp,
    SignedIn, Update, UpdateUser,
};
pub(crate) use self::in_use::InUse;

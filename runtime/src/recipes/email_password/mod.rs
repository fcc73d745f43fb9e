//! Users with an e-mail address and a password.

mod functions;
mod in_use;
mod pace;
mod recipe;
mod update;

pub use self::functions::{
    ConsumedResetToken, Credentials, EmailPasswordFunctions, ResetPassword, ResetTokenFor, SignIn,
    SignUp, SignedIn, Update, UpdateUser,
};
pub(crate) use self::in_use::InUse;
pub use self::recipe::EmailPasswordRecipe;
pub use self::update::UpdateUserRequest;

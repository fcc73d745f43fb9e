//! Logging in with an e-mail address and a password: the ready-made front end works unchanged.
//!
#![doc = include_str!("../../../docs/email_password.md")]

mod answer;
mod apis;
mod apis_in_use;
mod config;
mod field;
mod form;
mod front_end;
mod functions;
mod hooks;
mod in_use;
mod login_method;
mod original_apis;
mod pace;
mod recipe;
mod reset;
mod results;
pub(crate) mod serve;
mod submitted;
mod unfinished;
mod update;
mod validators;

pub use self::apis::EmailPasswordApis;
pub(crate) use self::apis_in_use::ApisInUse;
pub use self::config::EmailPassword;
pub use self::field::{FieldError, FieldInput, FormField};
pub use self::functions::{
    ConsumedResetToken, Credentials, EmailPasswordFunctions, ResetPassword, ResetTokenFor, SignIn,
    SignUp, SignedIn, Update, UpdateUser,
};
pub use self::hooks::{HookError, JustLoggedIn};
pub(crate) use self::in_use::InUse;
pub use self::recipe::EmailPasswordRecipe;
pub use self::results::{
    EmailExistsResponse, LoggedIn, ResetPasswordResponse, ResetTokenResponse, SignInResponse,
    SignUpResponse,
};
pub use self::submitted::{EmailToCheck, InvalidField, SubmittedField, SubmittedForm};
pub use self::update::UpdateUserRequest;

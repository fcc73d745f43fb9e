//! The results of the functions.

use crate::cdi::User;

/// A user whose password was right, or set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedIn {
    /// The user.
    pub user: User,
    /// The recipe user id: the login method that was used. A session begins with it.
    pub recipe_user_id: String,
}

impl SignedIn {
    /// Creates the result of an override that does not ask the core.
    pub fn new(user: User, recipe_user_id: impl Into<String>) -> Self {
        Self {
            user,
            recipe_user_id: recipe_user_id.into(),
        }
    }
}

/// The outcome of signing up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "it lives for a moment")]
pub enum SignUp {
    /// There is a new user.
    Done(SignedIn),
    /// A user of the tenant has this address.
    EmailAlreadyExists,
}

/// The outcome of checking a password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "it lives for a moment")]
pub enum SignIn {
    /// The password is right.
    Done(SignedIn),
    /// Nobody in the tenant has this address and this password.
    WrongCredentials,
}

/// What is known of a token that was used up just now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsumedResetToken {
    /// The id that the token was made for: a recipe user id, or that of a primary user.
    pub user_id: String,
    /// The address that the token was made for. The user may have another one by now.
    pub email: String,
}

impl ConsumedResetToken {
    /// Creates the result of an override that does not ask the core.
    pub fn new(user_id: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            email: email.into(),
        }
    }
}

/// The outcome of changing an address or a password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Update {
    /// All of it changed. In every other case nothing did.
    #[doc(alias = "OK")]
    Done,
    /// There is no such login method.
    #[doc(alias = "UNKNOWN_USER_ID_ERROR")]
    UnknownUser,
    /// Another user has the new address.
    #[doc(alias = "EMAIL_ALREADY_EXISTS_ERROR")]
    EmailAlreadyExists,
    /// The new address could give the account to somebody else, or is that of another account.
    #[doc(alias = "EMAIL_CHANGE_NOT_ALLOWED_ERROR")]
    EmailChangeNotAllowed {
        /// Text for the user.
        reason: String,
    },
    /// A user could not sign up with the new password.
    #[doc(alias = "PASSWORD_POLICY_VIOLATED_ERROR")]
    PasswordPolicyViolated {
        /// Text for the user.
        reason: String,
    },
}

/// The outcome of setting a new password by a token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetPassword {
    /// The user has the new password.
    #[doc(alias = "OK")]
    Done,
    /// The token is unknown, used or too old.
    #[doc(alias = "RESET_PASSWORD_INVALID_TOKEN_ERROR")]
    InvalidToken,
    /// The user of the token is gone, or has no password.
    #[doc(alias = "UNKNOWN_USER_ID_ERROR")]
    UnknownUser,
    /// A user could not sign up with the new password. The token is as good as before.
    #[doc(alias = "PASSWORD_POLICY_VIOLATED_ERROR")]
    PasswordPolicyViolated {
        /// Text for the user.
        reason: String,
    },
}

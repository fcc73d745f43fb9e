//! What the routes answer.

use super::submitted::InvalidField;
use crate::cdi::User;
use crate::session::Session;

/// A user who has just signed up or in, and the session that began with it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoggedIn {
    /// The user.
    pub user: User,
    /// The id of the login method that was used.
    pub recipe_user_id: String,
    /// The session.
    pub session: Session,
}

impl LoggedIn {
    /// For APIs of your own that log users in.
    pub fn new(user: User, recipe_user_id: impl Into<String>, session: Session) -> Self {
        Self {
            user,
            recipe_user_id: recipe_user_id.into(),
            session,
        }
    }
}

/// The response to the form for signing up.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum SignUpResponse {
    /// There is a new user.
    #[doc(alias = "OK")]
    Done(Box<LoggedIn>),
    /// There is a user with this address. The front end says so at the field.
    #[doc(alias = "EMAIL_ALREADY_EXISTS_ERROR")]
    EmailAlreadyExists,
    /// These fields are not accepted.
    #[doc(alias = "FIELD_ERROR")]
    FieldErrors(Vec<InvalidField>),
    /// This user must not sign up.
    #[doc(alias = "SIGN_UP_NOT_ALLOWED")]
    NotAllowed {
        /// The front end shows this text.
        reason: String,
    },
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to the form for signing in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum SignInResponse {
    /// The user is signed in.
    #[doc(alias = "OK")]
    Done(Box<LoggedIn>),
    /// There is no such user, or the password is another one.
    #[doc(alias = "WRONG_CREDENTIALS_ERROR")]
    WrongCredentials,
    /// These fields are not accepted.
    #[doc(alias = "FIELD_ERROR")]
    FieldErrors(Vec<InvalidField>),
    /// This user must not sign in.
    #[doc(alias = "SIGN_IN_NOT_ALLOWED")]
    NotAllowed {
        /// The front end shows this text.
        reason: String,
    },
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to the question whether a user has an address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmailExistsResponse {
    /// Whether there is a user who logs in with this address and a password.
    Done {
        /// Whether there is one.
        exists: bool,
    },
    /// The question is not answered.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to somebody who has forgotten the password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetTokenResponse {
    /// If there is such a user, an e-mail with a link is on its way. Others get the same response.
    #[doc(alias = "OK")]
    Done,
    /// The password of this user cannot be set anew.
    #[doc(alias = "PASSWORD_RESET_NOT_ALLOWED")]
    NotAllowed {
        /// The front end shows this text.
        reason: String,
    },
    /// These fields are not accepted.
    #[doc(alias = "FIELD_ERROR")]
    FieldErrors(Vec<InvalidField>),
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to the form that sets a new password.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ResetPasswordResponse {
    /// The password is set.
    #[doc(alias = "OK")]
    Done {
        /// The user.
        user: Box<User>,
        /// The address to which the link was sent.
        email: String,
    },
    /// The token is unknown, used or too old.
    #[doc(alias = "RESET_PASSWORD_INVALID_TOKEN_ERROR")]
    InvalidToken,
    /// These fields are not accepted.
    #[doc(alias = "FIELD_ERROR")]
    #[doc(alias = "PASSWORD_POLICY_VIOLATED_ERROR")]
    FieldErrors(Vec<InvalidField>),
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

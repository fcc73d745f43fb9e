//! Addresses and whose they are.

use crate::claims::{Claim as _, ClaimContext, EmailVerified, email_address};
use crate::error::Error;
use crate::session::fetch_error;

/// An e-mail address and its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailOfUser<'a> {
    /// The recipe user id: the login method that has the address.
    pub recipe_user_id: &'a str,
    /// The address.
    pub email: &'a str,
}

/// An address that was verified just now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedEmail {
    /// The recipe user id: the login method that has the address.
    pub recipe_user_id: String,
    /// The address.
    pub email: String,
}

impl VerifiedEmail {
    /// Creates the result of an override that does not ask the core.
    pub fn new(recipe_user_id: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            recipe_user_id: recipe_user_id.into(),
            email: email.into(),
        }
    }
}

/// Whose address is meant: an [`EmailOfUser`], or a recipe user id alone. For the latter the address is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhoseEmail<'a> {
    pub(super) recipe_user_id: &'a str,
    pub(super) email: Option<&'a str>,
}

impl<'a> From<EmailOfUser<'a>> for WhoseEmail<'a> {
    fn from(user: EmailOfUser<'a>) -> Self {
        Self {
            recipe_user_id: user.recipe_user_id,
            email: Some(user.email),
        }
    }
}

impl<'a> From<&'a str> for WhoseEmail<'a> {
    fn from(recipe_user_id: &'a str) -> Self {
        Self {
            recipe_user_id,
            email: None,
        }
    }
}

impl<'a> From<&'a String> for WhoseEmail<'a> {
    fn from(recipe_user_id: &'a String) -> Self {
        Self::from(recipe_user_id.as_str())
    }
}

/// The address of the user in `context`. `None` only if it is certain that there is none.
pub(super) async fn look_up(context: &ClaimContext) -> Result<Option<String>, Error> {
    let email = email_address(context).await;
    email.map_err(|source| fetch_error(EmailVerified.key(), source))
}

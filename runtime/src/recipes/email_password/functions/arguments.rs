//! The arguments of the functions.

use std::fmt;

use crate::cdi::PUBLIC_TENANT;

/// An address and its password, in a tenant. Its `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The address, as it was typed. The core leaves spaces around it and capitals out of account.
    pub email: String,
    /// The password.
    pub password: String,
}

impl Credentials {
    /// An address and its password, in a tenant.
    pub fn new(
        tenant_id: impl Into<String>,
        email: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self {
            tenant_id: tenant_id.into(),
            email: email.into(),
            password: password.into(),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

/// Whose password a token is to reset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResetTokenFor {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The recipe user id: the login method with the password.
    pub recipe_user_id: String,
    /// The address. The core keeps it with the token, and compares it with nothing.
    pub email: String,
}

impl ResetTokenFor {
    /// A token for a login method and its address, in a tenant.
    pub fn new(
        tenant_id: impl Into<String>,
        recipe_user_id: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        Self {
            tenant_id: tenant_id.into(),
            recipe_user_id: recipe_user_id.into(),
            email: email.into(),
        }
    }
}

/// What changes for a login method with an address and a password. Its `Debug` does not show the password.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UpdateUser {
    /// The recipe user id: the login method.
    pub recipe_user_id: String,
    /// The new address, if it changes.
    pub email: Option<String>,
    /// The new password, if it changes.
    pub password: Option<String>,
    /// Whether the new password must be one with which a user could sign up. Default: true.
    pub apply_password_policy: bool,
    /// The tenant whose rules for passwords count. Default: `public`.
    pub tenant_id_for_password_policy: String,
}

impl UpdateUser {
    /// Changes nothing yet.
    pub fn new(recipe_user_id: impl Into<String>) -> Self {
        Self {
            recipe_user_id: recipe_user_id.into(),
            email: None,
            password: None,
            apply_password_policy: true,
            tenant_id_for_password_policy: PUBLIC_TENANT.to_owned(),
        }
    }
}

impl fmt::Debug for UpdateUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateUser")
            .field("recipe_user_id", &self.recipe_user_id)
            .field("email", &self.email.is_some())
            .field("password", &self.password.is_some())
            .field("apply_password_policy", &self.apply_password_policy)
            .finish_non_exhaustive()
    }
}

//! What concerns users with a password at the core, as an application may override it.

use std::fmt;

use async_trait::async_trait;

use crate::cdi::User;
use crate::error::Error;
use crate::session::SuperTokens;

/// The functions of logging in with a password. Implement the trait to override one of them; the other functions call
/// the original.
#[async_trait]
pub trait EmailPasswordFunctions: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn EmailPasswordFunctions;

    /// Makes a user. Begins no session.
    async fn sign_up(&self, new: Credentials, super_tokens: &SuperTokens) -> Result<SignUp, Error> {
        self.original().sign_up(new, super_tokens).await
    }

    /// Checks a password. Begins no session.
    async fn sign_in(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        self.original().sign_in(credentials, super_tokens).await
    }

    /// Makes a token with which a user can set a new password.
    async fn create_reset_token(
        &self,
        user: ResetTokenFor,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        self.original().create_reset_token(user, super_tokens).await
    }

    /// Uses up a token.
    async fn consume_reset_token(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<ConsumedResetToken>, Error> {
        self.original()
            .consume_reset_token(tenant_id, token, super_tokens)
            .await
    }

    /// Changes address or password.
    async fn update(
        &self,
        update: UpdateUser,
        super_tokens: &SuperTokens,
    ) -> Result<Update, Error> {
        self.original().update(update, super_tokens).await
    }
}

/// Address and password of a user.
#[derive(Clone)]
#[non_exhaustive]
pub struct Credentials {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

impl Credentials {
    /// Address and password in a tenant.
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
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// A user, and the login method that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedIn {
    /// The user.
    pub user: User,
    /// The id of the login method.
    pub recipe_user_id: String,
}

/// Result of signing up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignUp {
    /// There is a new user.
    Done(SignedIn),
    /// There is one already.
    EmailAlreadyExists,
}

/// Result of signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// The password is right.
    Done(SignedIn),
    /// It is not, or there is no such user.
    WrongCredentials,
}

/// Whom a token is for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResetTokenFor {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The login method.
    pub recipe_user_id: String,
    /// Its address.
    pub email: String,
}

impl ResetTokenFor {
    /// A login method and its address, in a tenant.
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

/// Whose token it was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsumedResetToken {
    /// The user.
    pub user_id: String,
    /// The address to which it was sent.
    pub email: String,
}

/// What is to be changed.
#[derive(Clone)]
#[non_exhaustive]
pub struct UpdateUser {
    /// The login method.
    pub recipe_user_id: String,
    /// The new address.
    pub email: Option<String>,
    /// The new password.
    pub password: Option<String>,
    /// Whether the password is checked.
    pub apply_password_policy: bool,
    /// The tenant whose check it is.
    pub tenant_id_for_password_policy: String,
}

/// Result of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Update {
    /// It is changed.
    Done,
    /// There is no such user.
    UnknownUser,
    /// Another user has the address.
    EmailAlreadyExists,
    /// The address must not be changed.
    EmailChangeNotAllowed {
        /// Why.
        reason: String,
    },
    /// The password is not accepted.
    PasswordPolicyViolated {
        /// Why.
        reason: String,
    },
}

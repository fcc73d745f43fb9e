//! What an application does with users who have an address and a password.

use super::functions::{Credentials, SignIn, SignUp, UpdateUser};
use super::in_use::InUse;
use super::update::UpdateUserRequest;
use crate::cdi::PUBLIC_TENANT;
use crate::error::Error;
use crate::session::SuperTokens;

/// Functions for users with an e-mail address and a password, beside the routes of the front end.
///
/// They belong to a tenant, by default to the public one; see [`in_tenant`](Self::in_tenant). They begin no session:
/// [`Sessions::create`](crate::Sessions::create) does, with the `recipe_user_id` of the result. They look at no form:
/// only where it says so, a password must be one with which a user could sign up.
///
/// All of them call the [`EmailPasswordFunctions`](super::EmailPasswordFunctions) in use, so that overrides count.
///
/// ```
/// use rocket_supertokens::recipes::email_password::SignUp;
/// use rocket_supertokens::{Error, SuperTokens};
///
/// /// Makes the first administrator.
/// async fn seed(super_tokens: &SuperTokens, password: &str) -> Result<(), Error> {
///     let new = super_tokens.email_password().sign_up("admin@example.com", password).await?;
///     if let SignUp::Done(new) = new {
///         super_tokens.user_roles().add_role_to_user(&new.user.id, "admin").await?;
///     }
///     Ok(())
/// }
/// ```
///
/// # Errors
/// All functions fail with [`Error::Core`] if the core sends no usable response, with [`Error::UnknownTenant`] if it does
/// not know the tenant, and with [`Error::TenantId`] if no tenant can have that name.
#[derive(Debug, Clone, Copy)]
pub struct EmailPasswordRecipe<'a> {
    pub(super) super_tokens: &'a SuperTokens,
    pub(super) tenant_id: &'a str,
}

impl SuperTokens {
    /// Functions for users with an e-mail address and a password, of the public tenant. The core is not called yet.
    pub fn email_password(&self) -> EmailPasswordRecipe<'_> {
        EmailPasswordRecipe {
            super_tokens: self,
            tenant_id: PUBLIC_TENANT,
        }
    }
}

/// Signing up and in.
impl<'a> EmailPasswordRecipe<'a> {
    /// Returns the same functions for another tenant.
    pub fn in_tenant(self, tenant_id: &'a str) -> Self {
        Self { tenant_id, ..self }
    }

    /// Makes a user. Neither the address nor the password is looked at, except that the password must not be empty.
    /// Calls `POST /<tenant>/recipe/signup`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "signUp")]
    pub async fn sign_up(&self, email: &str, password: &str) -> Result<SignUp, Error> {
        let new = self.credentials(email, password);
        let in_use = InUse::of(self.super_tokens);
        in_use.functions().sign_up(new, self.super_tokens).await
    }

    /// Finds the user with this address and this password, for a log-in of your own. A wrong address takes as long as a
    /// wrong password, so that nobody learns who is registered. Attempts are not limited here. Calls
    /// `GET /<tenant>/users/by-accountinfo` and `POST /<tenant>/recipe/signin`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "signIn")]
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignIn, Error> {
        let credentials = self.credentials(email, password);
        let in_use = InUse::of(self.super_tokens);
        let functions = in_use.functions();
        functions.sign_in(credentials, self.super_tokens).await
    }

    /// Returns whether somebody has this address and this password, for instance before a user may change the password.
    /// It counts as no log-in: what overrides `sign_in` is not called. Calls `GET /<tenant>/users/by-accountinfo` and
    /// `POST /<tenant>/recipe/signin`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "verifyCredentials")]
    pub async fn verify_credentials(&self, email: &str, password: &str) -> Result<bool, Error> {
        let credentials = self.credentials(email, password);
        let in_use = InUse::of(self.super_tokens);
        let functions = in_use.functions();
        let found = functions.verify_credentials(credentials, self.super_tokens);
        Ok(matches!(found.await?, SignIn::Done(_)))
    }

    fn credentials(&self, email: &str, password: &str) -> Credentials {
        Credentials::new(self.tenant_id, email, password)
    }
}

/// Changing an address or a password.
impl<'a> EmailPasswordRecipe<'a> {
    /// Changes the address, the password or both of a login method, in all tenants. Awaiting it calls the core.
    #[doc(alias = "updateEmailOrPassword")]
    pub fn update(&self, recipe_user_id: impl Into<String>) -> UpdateUserRequest<'a> {
        let mut update = UpdateUser::new(recipe_user_id);
        self.tenant_id
            .clone_into(&mut update.tenant_id_for_password_policy);
        UpdateUserRequest {
            super_tokens: self.super_tokens,
            update,
        }
    }
}

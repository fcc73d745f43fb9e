//! The functions that an application calls.

use super::address::{EmailOfUser, VerifiedEmail, WhoseEmail, look_up};
use super::in_use::InUse;
use crate::cdi::PUBLIC_TENANT;
use crate::error::Error;
use crate::mail::{Email, EmailLink, EmailVerificationEmail};
use crate::session::SuperTokens;

/// Verification of e-mail addresses in the core.
///
/// The tokens belong to a tenant, by default the public one; see [`in_tenant`](Self::in_tenant). Whether an address is
/// verified is the same in all tenants.
///
/// The functions take an [`EmailOfUser`], or a recipe user id alone. For the latter the address is looked up: the
/// function [`email_for_recipe_user_id`](crate::Builder::email_for_recipe_user_id) is asked, and then the core
/// (`GET /user/id`). A login method without an address, such as a phone number, has nothing to verify and counts as
/// verified.
///
/// ```
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn invite(super_tokens: &SuperTokens, recipe_user_id: &str) -> Result<(), Error> {
///     let verification = super_tokens.email_verification();
///     if !verification.is_verified(recipe_user_id).await? {
///         verification.send_email(recipe_user_id).await?;
///     }
///     Ok(())
/// }
/// ```
///
/// # Errors
/// All functions fail with [`Error::Core`] if the core sends no usable response. Functions that concern one tenant fail
/// with [`Error::TenantId`] if no tenant can have that name, and with [`Error::UnknownTenant`] if the core knows no such
/// tenant. With a recipe user id alone they fail with [`Error::UnknownUser`] if nobody knows it.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerificationRecipe<'a> {
    super_tokens: &'a SuperTokens,
    tenant_id: &'a str,
}

impl SuperTokens {
    /// Functions for the verification of e-mail addresses, with tokens of the public tenant. The core is not called
    /// yet.
    pub fn email_verification(&self) -> EmailVerificationRecipe<'_> {
        EmailVerificationRecipe {
            super_tokens: self,
            tenant_id: PUBLIC_TENANT,
        }
    }
}

impl<'a> EmailVerificationRecipe<'a> {
    /// Returns the same functions for another tenant.
    pub fn in_tenant(self, tenant_id: &'a str) -> Self {
        Self { tenant_id, ..self }
    }

    /// Makes the token for the link that verifies an address. Returns `None` if the address is verified already. Calls
    /// `POST /<tenant>/recipe/user/email/verify/token`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::UnknownUser`], [`Error::Core`].
    #[doc(alias = "createEmailVerificationToken")]
    pub async fn create_token(
        &self,
        user: impl Into<WhoseEmail<'_>>,
    ) -> Result<Option<String>, Error> {
        let user = user.into();
        match self.address(user).await? {
            Some(email) => self.token(user.recipe_user_id, &email).await,
            None => Ok(None),
        }
    }

    /// Makes the link that verifies an address: a page of the front end, with a token. Returns `None` if the address is
    /// verified already. Calls `POST /<tenant>/recipe/user/email/verify/token`.
    ///
    /// It leads to [`origin`](crate::Builder::origin) or [`website_domain`](crate::Builder::website_domain).
    ///
    /// # Errors
    /// Those of [`create_token`](Self::create_token), and [`Error::Application`] if there is only an
    /// [`origin_fn`](crate::Builder::origin_fn), since no request is known here.
    #[doc(alias = "createEmailVerificationLink")]
    pub async fn create_link(
        &self,
        user: impl Into<WhoseEmail<'_>>,
    ) -> Result<Option<EmailLink>, Error> {
        let token = self.create_token(user).await?;
        token.map(|token| self.link(&token)).transpose()
    }

    /// Sends the e-mail with the link. Returns false if the address is verified already, and nothing is sent. Calls
    /// `GET /user/id` and `POST /<tenant>/recipe/user/email/verify/token`.
    ///
    /// This does not wait until the e-mail is sent.
    ///
    /// # Errors
    /// Those of [`create_link`](Self::create_link), and [`Error::Application`] if nobody was named who sends e-mails.
    #[doc(alias = "sendEmailVerificationEmail")]
    pub async fn send_email(&self, user: impl Into<WhoseEmail<'_>>) -> Result<bool, Error> {
        let user = user.into();
        let postbox = self.super_tokens.postbox()?;
        let Some(email) = self.address(user).await? else {
            return Ok(false);
        };
        let recipe_user_id = user.recipe_user_id;
        let Some(token) = self.token(recipe_user_id, &email).await? else {
            return Ok(false);
        };
        let link = self.link(&token)?;
        let user = self.super_tokens.users().by_id(recipe_user_id).await?;
        // Otherwise it is one of the application's own users.
        let user_id = user.map_or_else(|| recipe_user_id.to_owned(), |user| user.id);
        postbox.post(Email::EmailVerification(EmailVerificationEmail {
            email,
            user_id,
            recipe_user_id: recipe_user_id.to_owned(),
            tenant_id: self.tenant_id.to_owned(),
            app_name: self.super_tokens.config().app.name.clone(),
            link,
        }));
        Ok(true)
    }

    /// Verifies the address that a token was made for. Returns `None` if the token is unknown, used or too old. Calls
    /// `POST /<tenant>/recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "verifyEmailUsingToken")]
    pub async fn verify(&self, token: &str) -> Result<Option<VerifiedEmail>, Error> {
        InUse::of(self.super_tokens)
            .functions()
            .verify(self.tenant_id, token, self.super_tokens)
            .await
    }

    /// Marks an address as verified, for addresses that are known to be the user's by other means. Calls
    /// `POST /<tenant>/recipe/user/email/verify/token` and `POST /<tenant>/recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::UnknownUser`], [`Error::Core`].
    pub async fn mark_verified(&self, user: impl Into<WhoseEmail<'_>>) -> Result<(), Error> {
        if let Some(token) = self.create_token(user).await? {
            self.verify(&token).await?;
        }
        Ok(())
    }

    /// Returns whether an address is verified. Calls `GET /recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::UnknownUser`], [`Error::Core`].
    #[doc(alias = "isEmailVerified")]
    pub async fn is_verified(&self, user: impl Into<WhoseEmail<'_>>) -> Result<bool, Error> {
        let user = user.into();
        let Some(email) = self.address(user).await? else {
            return Ok(true);
        };
        InUse::of(self.super_tokens)
            .functions()
            .is_verified(of(user, &email), self.super_tokens)
            .await
    }

    /// Marks an address as not verified. Calls `POST /recipe/user/email/verify/remove`.
    ///
    /// # Errors
    /// [`Error::UnknownUser`], [`Error::Core`].
    #[doc(alias = "unverifyEmail")]
    pub async fn unverify(&self, user: impl Into<WhoseEmail<'_>>) -> Result<(), Error> {
        let user = user.into();
        let Some(email) = self.address(user).await? else {
            return Ok(());
        };
        InUse::of(self.super_tokens)
            .functions()
            .unverify(of(user, &email), self.super_tokens)
            .await
    }

    /// Revokes all tokens for an address. Calls `POST /<tenant>/recipe/user/email/verify/token/remove`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::UnknownUser`], [`Error::Core`].
    #[doc(alias = "revokeEmailVerificationTokens")]
    pub async fn revoke_tokens(&self, user: impl Into<WhoseEmail<'_>>) -> Result<(), Error> {
        let user = user.into();
        let Some(email) = self.address(user).await? else {
            return Ok(());
        };
        InUse::of(self.super_tokens)
            .functions()
            .revoke_tokens(self.tenant_id, of(user, &email), self.super_tokens)
            .await
    }

    /// The address as given, or as it is found; `None` if there is none.
    async fn address(&self, user: WhoseEmail<'_>) -> Result<Option<String>, Error> {
        if let Some(email) = user.email {
            return Ok(Some(email.to_owned()));
        }
        let context = self
            .super_tokens
            .claim_context(user.recipe_user_id, self.tenant_id);
        look_up(&context).await
    }

    async fn token(&self, recipe_user_id: &str, email: &str) -> Result<Option<String>, Error> {
        let email = EmailOfUser {
            recipe_user_id,
            email,
        };
        InUse::of(self.super_tokens)
            .functions()
            .create_token(self.tenant_id, email, self.super_tokens)
            .await
    }

    fn link(&self, token: &str) -> Result<EmailLink, Error> {
        InUse::of(self.super_tokens).link(self.super_tokens, None, token, self.tenant_id)
    }
}

fn of<'a>(user: WhoseEmail<'a>, email: &'a str) -> EmailOfUser<'a> {
    EmailOfUser {
        recipe_user_id: user.recipe_user_id,
        email,
    }
}

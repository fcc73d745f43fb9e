//! Resetting a password: the token, its link, the e-mail with it, the new password.

use super::functions::{ConsumedResetToken, ResetPassword, ResetTokenFor, Update};
use super::in_use::InUse;
use super::login_method::method_with;
use super::recipe::EmailPasswordRecipe;
use crate::error::Error;
use crate::mail::{Email, EmailLink, PasswordResetEmail};

/// Resetting a password.
impl EmailPasswordRecipe<'_> {
    /// Makes the token for a link that resets a password. Returns `None` if there is no such user. Calls
    /// `POST /<tenant>/recipe/user/password/reset/token`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "createResetPasswordToken")]
    pub async fn create_reset_token(
        &self,
        recipe_user_id: &str,
        email: &str,
    ) -> Result<Option<String>, Error> {
        let user = ResetTokenFor::new(self.tenant_id, recipe_user_id, email);
        let in_use = InUse::of(self.super_tokens);
        let functions = in_use.functions();
        functions.create_reset_token(user, self.super_tokens).await
    }

    /// Makes the link that resets a password: a page of the front end, with a token. Returns `None` if there is no such
    /// user. Calls `POST /<tenant>/recipe/user/password/reset/token`.
    ///
    /// It leads to [`origin`](crate::Builder::origin) or [`website_domain`](crate::Builder::website_domain), or where
    /// [`reset_link`](super::EmailPassword::reset_link) says.
    ///
    /// # Errors
    /// Those of [`create_reset_token`](Self::create_reset_token), and [`Error::Application`] if there is only an
    /// [`origin_fn`](crate::Builder::origin_fn), since no request is known here.
    #[doc(alias = "createResetPasswordLink")]
    pub async fn create_reset_link(
        &self,
        recipe_user_id: &str,
        email: &str,
    ) -> Result<Option<EmailLink>, Error> {
        let token = self.create_reset_token(recipe_user_id, email).await?;
        let in_use = InUse::of(self.super_tokens);
        let link =
            |token: String| in_use.reset_link(self.super_tokens, None, &token, self.tenant_id);
        token.map(link).transpose()
    }

    /// Sends the e-mail with the link to a user who logs in with a password and this address. Returns false if there is
    /// no such user, and nothing is sent. Takes the user id or a recipe user id. The e-mail goes to the address as the
    /// core has stored it. Calls `GET /user/id` and `POST /<tenant>/recipe/user/password/reset/token`.
    ///
    /// This does not wait until the e-mail is sent.
    ///
    /// # Errors
    /// Those of [`create_reset_link`](Self::create_reset_link), and [`Error::Application`] if nobody was named who sends
    /// e-mails.
    #[doc(alias = "sendResetPasswordEmail")]
    pub async fn send_reset_email(&self, user_id: &str, email: &str) -> Result<bool, Error> {
        let postbox = self.super_tokens.postbox()?;
        let Some(user) = self.super_tokens.users().by_id(user_id).await? else {
            return Ok(false);
        };
        let method = method_with(&user, email);
        let Some((recipe_user_id, stored)) =
            method.and_then(|method| Some((&method.recipe_user_id, method.email.as_ref()?)))
        else {
            return Ok(false);
        };
        let Some(link) = self.create_reset_link(recipe_user_id, stored).await? else {
            return Ok(false);
        };
        postbox.post(Email::PasswordReset(PasswordResetEmail {
            email: stored.clone(),
            recipe_user_id: recipe_user_id.clone(),
            user_id: user.id,
            tenant_id: self.tenant_id.to_owned(),
            app_name: self.super_tokens.config().app.name.clone(),
            link,
        }));
        Ok(true)
    }

    /// Uses up a token, and with it all such tokens of the user, without a new password. Returns `None` if the token is
    /// unknown, used or too old. Calls `POST /<tenant>/recipe/user/password/reset/token/consume`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "consumePasswordResetToken")]
    pub async fn consume_reset_token(
        &self,
        token: &str,
    ) -> Result<Option<ConsumedResetToken>, Error> {
        let in_use = InUse::of(self.super_tokens);
        let functions = in_use.functions();
        functions
            .consume_reset_token(self.tenant_id, token, self.super_tokens)
            .await
    }

    /// Sets a new password by a token. The password must be one with which a user could sign up; if it is not, the token
    /// stays as it is. The address stays as it is, too, and so do the user's sessions. Calls
    /// `POST /<tenant>/recipe/user/password/reset/token/consume` and `PUT /recipe/user`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`], and what a validator of the application fails
    /// with. If the core fails between the two calls, the token is used up and the password is the old one.
    #[doc(alias = "resetPasswordUsingToken")]
    pub async fn reset_password_using_token(
        &self,
        token: &str,
        new_password: &str,
    ) -> Result<ResetPassword, Error> {
        let in_use = InUse::of(self.super_tokens);
        let policy = in_use.password_policy(new_password, self.tenant_id, self.super_tokens);
        if let Some(reason) = policy.await? {
            return Ok(ResetPassword::PasswordPolicyViolated { reason });
        }
        let Some(consumed) = self.consume_reset_token(token).await? else {
            return Ok(ResetPassword::InvalidToken);
        };
        let update = self.update(consumed.user_id).password(new_password);
        let update = update.without_password_policy();
        Ok(match update.await? {
            Update::Done => ResetPassword::Done,
            Update::PasswordPolicyViolated { reason } => {
                ResetPassword::PasswordPolicyViolated { reason }
            }
            // The other two concern an address, which does not change.
            Update::UnknownUser
            | Update::EmailAlreadyExists
            | Update::EmailChangeNotAllowed { .. } => ResetPassword::UnknownUser,
        })
    }
}

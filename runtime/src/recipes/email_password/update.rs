//! A change of an address or a password.

use std::pin::Pin;

use super::functions::{Update, UpdateUser};
use super::in_use::InUse;
use crate::error::Error;
use crate::session::SuperTokens;

/// A change of an address or a password; see [`EmailPasswordRecipe::update`](super::EmailPasswordRecipe::update).
///
/// Awaiting it calls `PUT /recipe/user` of the core and returns an [`Update`]. The user's sessions go on:
/// [`revoke_sessions_of_user`](SuperTokens::revoke_sessions_of_user) ends them.
///
/// ```
/// use rocket_supertokens::recipes::email_password::Update;
/// use rocket_supertokens::{Error, Session, SuperTokens};
///
/// async fn change(super_tokens: &SuperTokens, session: &Session, new: &str) -> Result<String, Error> {
///     let update = super_tokens.email_password().update(session.recipe_user_id()).password(new);
///     Ok(match update.await? {
///         Update::Done => {
///             super_tokens.revoke_sessions_of_user(session.user_id()).await?;
///             "changed".to_owned()
///         }
///         Update::PasswordPolicyViolated { reason } => reason,
///         _ => "not changed".to_owned(),
///     })
/// }
/// ```
///
/// # Errors
/// [`Error::Core`] if the core sends no usable response, also if nothing changes, and what a validator of the
/// application fails with.
#[derive(Debug, Clone)]
#[must_use = "the core is called when this is awaited"]
pub struct UpdateUserRequest<'a> {
    pub(super) super_tokens: &'a SuperTokens,
    pub(super) update: UpdateUser,
}

impl UpdateUserRequest<'_> {
    /// Sets a new address, which counts as not verified. That it is an address at all is not checked.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.update.email = Some(email.into());
        self
    }

    /// Sets a new password. It must be one with which a user could sign up in the tenant.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.update.password = Some(password.into());
        self
    }

    /// Takes any password that is not empty.
    #[doc(alias = "applyPasswordPolicy")]
    pub fn without_password_policy(mut self) -> Self {
        self.update.apply_password_policy = false;
        self
    }
}

impl<'a> IntoFuture for UpdateUserRequest<'a> {
    type Output = Result<Update, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let in_use = InUse::of(self.super_tokens);
            in_use
                .functions()
                .update(self.update, self.super_tokens)
                .await
        })
    }
}

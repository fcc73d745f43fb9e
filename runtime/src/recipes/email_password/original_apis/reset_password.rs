//! A new password by the link of an e-mail.

use tracing::Instrument as _;

use super::patience::patiently;
use crate::cdi::{EMAIL_PASSWORD, User};
use crate::config::EmailVerificationMode;
use crate::error::{Chain, Error};
use crate::recipes::email_password::functions::{ConsumedResetToken, Update, UpdateUser};
use crate::recipes::email_password::in_use::InUse;
use crate::recipes::email_password::login_method::is_take_over_risk;
use crate::recipes::email_password::results::ResetPasswordResponse;
use crate::recipes::email_password::submitted::{InvalidField, SubmittedForm};
use crate::recipes::email_verification::EmailOfUser;
use crate::session::{SessionRequest, SuperTokens};

/// Uses up the token and sets the password. The client may go away meanwhile: what was begun is finished.
pub(super) async fn reset(
    form: SubmittedForm,
    token: &str,
    request: &SessionRequest<'_>,
) -> Result<ResetPasswordResponse, Error> {
    let reset = Reset {
        super_tokens: request.super_tokens().clone(),
        tenant_id: form.tenant_id.clone(),
        password: form.password().to_owned(),
    };
    let token = token.to_owned();
    let task = tokio::spawn(async move { reset.by_token(&token).await }.in_current_span());
    task.await.map_err(|stopped| Error::Application {
        what: "setting a new password",
        source: std::sync::Arc::new(stopped),
    })?
}

struct Reset {
    super_tokens: SuperTokens,
    tenant_id: String,
    password: String,
}

impl Reset {
    /// A token that was used up without a new password stays good in this process for some minutes.
    async fn by_token(&self, token: &str) -> Result<ResetPasswordResponse, Error> {
        let in_use = InUse::of(&self.super_tokens);
        let unfinished = &in_use.unfinished_resets;
        let turn = unfinished.turn(token, &self.super_tokens).await;
        let consumed = match turn.known() {
            Some(consumed) => consumed,
            None => {
                let functions = in_use.functions();
                let consumed =
                    functions.consume_reset_token(&self.tenant_id, token, &self.super_tokens);
                let Some(consumed) = consumed.await? else {
                    return Ok(ResetPasswordResponse::InvalidToken);
                };
                // At once: whatever follows may panic.
                turn.keep(consumed.clone(), &self.super_tokens);
                consumed
            }
        };
        let result = patiently(|| self.set(&consumed)).await;
        // With a new password, or a user who must not have one, the user's other tokens are no good either.
        if !matches!(&result, Ok(ResetPasswordResponse::FieldErrors(_)) | Err(_)) {
            unfinished.forget(&consumed.user_id);
        }
        result
    }

    /// Every step may be made twice.
    async fn set(&self, consumed: &ConsumedResetToken) -> Result<ResetPasswordResponse, Error> {
        let ConsumedResetToken { user_id, email, .. } = consumed;
        let Some(user) = self.super_tokens.users().by_id(user_id).await? else {
            return Ok(ResetPasswordResponse::InvalidToken);
        };
        let is_it = |id: &str, recipe: &str| id == user_id && recipe == EMAIL_PASSWORD;
        let mut methods = user.login_methods.iter();
        let has_password = methods.any(|method| is_it(&method.recipe_user_id, &method.recipe_id));
        if !has_password || (user.is_primary_user && is_take_over_risk(&user, email)) {
            return Ok(ResetPasswordResponse::InvalidToken);
        }
        let in_use = InUse::of(&self.super_tokens);
        let mut update = UpdateUser::new(user_id);
        update.password = Some(self.password.clone());
        update
            .tenant_id_for_password_policy
            .clone_from(&self.tenant_id);
        match in_use
            .functions()
            .update(update, &self.super_tokens)
            .await?
        {
            Update::Done => {}
            Update::PasswordPolicyViolated { reason } => {
                let invalid = InvalidField::new("password", reason);
                return Ok(ResetPasswordResponse::FieldErrors(vec![invalid]));
            }
            // The others concern an address, which does not change.
            _ => return Ok(ResetPasswordResponse::InvalidToken),
        }
        self.end_sessions(&user).await?;
        self.verify_email(user_id, email, &user).await;
        Ok(ResetPasswordResponse::Done {
            user: Box::new(user),
            email: email.clone(),
        })
    }

    /// Where the application wants it.
    async fn end_sessions(&self, user: &User) -> Result<(), Error> {
        let recipe = self.super_tokens.config().email_password.as_ref();
        if recipe.is_some_and(|on| on.revoke_sessions_on_reset) {
            self.super_tokens.revoke_sessions_of_user(&user.id).await?;
        }
        Ok(())
    }

    /// Who got the link reads the mail of this address. The password is set already, so an error is only logged.
    async fn verify_email(&self, recipe_user_id: &str, email: &str, user: &User) {
        let mode = self.super_tokens.config().session.email_verification;
        if mode == EmailVerificationMode::Off {
            return;
        }
        // The token may have been presented with another tenant in the path.
        let own = user.tenant_ids.contains(&self.tenant_id);
        let first = user.tenant_ids.first().filter(|_| !own);
        let tenant_id = first.unwrap_or(&self.tenant_id);
        let recipe = self.super_tokens.email_verification();
        let email = EmailOfUser {
            recipe_user_id,
            email,
        };
        if let Err(error) = recipe.in_tenant(tenant_id).mark_verified(email).await {
            tracing::error!(
                recipe_user_id,
                "the password is set, but the address is not marked as verified: {}",
                Chain(&error)
            );
        }
    }
}

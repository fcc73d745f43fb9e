//! The e-mail with the link to a new password.

use tokio::time::Instant;

use crate::cdi::{LoginMethod, User};
use crate::error::{Chain, Error};
use crate::mail::{Email, PasswordResetEmail};
use crate::recipes::email_password::functions::ResetTokenFor;
use crate::recipes::email_password::in_use::InUse;
use crate::recipes::email_password::login_method::{is_take_over_risk, method_with};
use crate::recipes::email_password::results::ResetTokenResponse;
use crate::recipes::email_password::submitted::SubmittedForm;
use crate::session::SessionRequest;

const TAKE_OVER: &str = "Reset password link was not created because of account take over risk. Please contact support. \
                         (ERR_CODE_001)";

/// Sends the e-mail if there is a user. Nobody shall learn from response or time whether there is.
pub(super) async fn generate(
    form: SubmittedForm,
    request: &SessionRequest<'_>,
) -> Result<ResetTokenResponse, Error> {
    let super_tokens = request.super_tokens();
    let postbox = super_tokens.postbox()?;
    let in_use = InUse::of(super_tokens);
    let tenant_id = &form.tenant_id;
    let users = super_tokens.users().in_tenant(tenant_id);
    let users = users.by_email(form.email()).await?;
    let primary = users.iter().find(|user| user.is_primary_user);
    if primary.is_some_and(|primary| is_take_over_risk(primary, form.email())) {
        return Ok(ResetTokenResponse::NotAllowed {
            reason: TAKE_OVER.to_owned(),
        });
    }
    let Some((user_id, method)) = owner(&users, primary, form.email()) else {
        let pace = &in_use.paces().reset_token;
        pace.wait_since(Instant::now()).await;
        return Ok(ResetTokenResponse::Done);
    };
    // What was typed may look alike and be somebody else's.
    let email = method.email.clone().unwrap_or_default();
    let recipe_user_id = method.recipe_user_id.clone();
    let made_for = ResetTokenFor::new(tenant_id, &recipe_user_id, &email);
    let made = in_use
        .functions()
        .create_reset_token(made_for, super_tokens);
    let token = match made.await {
        Ok(Some(token)) => token,
        Ok(None) => {
            tracing::debug!(recipe_user_id, "no e-mail: the user was deleted just now");
            return Ok(ResetTokenResponse::Done);
        }
        // Unknown users would not get this error.
        Err(error) => {
            tracing::error!("no e-mail, because there is no token: {}", Chain(&error));
            return Ok(ResetTokenResponse::Done);
        }
    };
    match in_use.reset_link(super_tokens, Some(request.info()), &token, tenant_id) {
        Ok(link) => postbox.post(Email::PasswordReset(PasswordResetEmail {
            email,
            user_id: user_id.to_owned(),
            recipe_user_id,
            tenant_id: tenant_id.clone(),
            app_name: super_tokens.config().app.name.clone(),
            link,
        })),
        // Unknown users would not get this error.
        Err(error) => tracing::error!("no e-mail, because there is no link: {}", Chain(&error)),
    }
    Ok(ResetTokenResponse::Done)
}

/// Whose password is set anew: the user's id, and the login method that has the password.
fn owner<'a>(
    users: &'a [User],
    primary: Option<&'a User>,
    email: &str,
) -> Option<(&'a str, &'a LoginMethod)> {
    let method = users.iter().find_map(|user| method_with(user, email))?;
    let is_it = |linked: &LoginMethod| linked.recipe_user_id == method.recipe_user_id;
    let primary = primary.filter(|primary| primary.login_methods.iter().any(is_it));
    let user_id = primary.map_or(&method.recipe_user_id, |primary| &primary.id);
    Some((user_id, method))
}

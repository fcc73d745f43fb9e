//! Tokens that reset a password, and changing address or password.

use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::object;
use crate::service::passwords::UpdateOutcome;

/// `POST /recipe/user/password/reset/token`.
pub(crate) fn reset_token(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let id = body.text("userId")?;
    let email = body.text("email")?;
    Ok(match call.core.reset_token(&call.tenant()?, &id, &email)? {
        Some(token) => Reply::json(&object([("status", "OK".into()), ("token", token.into())])),
        None => Reply::status("UNKNOWN_USER_ID_ERROR"),
    })
}

/// `POST /recipe/user/password/reset/token/consume`. The tenant of the path must exist, but need not be the one in
/// which the token was made.
pub(crate) fn consume_reset_token(call: &Call<'_>) -> Result<Reply, Reply> {
    let token = call.request.body()?.text("token")?;
    let app = call.tenant()?.app;
    Ok(match call.core.consume_reset_token(&app, &token)? {
        Some(token) => Reply::json(&object([
            ("status", "OK".into()),
            ("userId", token.user_id.into()),
            ("email", token.email.into()),
        ])),
        None => Reply::status("RESET_PASSWORD_INVALID_TOKEN_ERROR"),
    })
}

/// `PUT /recipe/user`.
pub(crate) fn update(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let id = body.text("recipeUserId")?;
    let email = body.optional_text("email")?;
    let password = body.optional_text("password")?;
    if email.is_none() && password.is_none() {
        return Err(Reply::bad_request(
            "You have to provide either email or password.",
        ));
    }
    let (email, password) = (email.as_deref(), password.as_deref());
    let outcome = call
        .core
        .update_user(&*call.app_only()?, &id, email, password)?;
    Ok(match outcome {
        UpdateOutcome::Done => Reply::status("OK"),
        UpdateOutcome::UnknownUser => Reply::status("UNKNOWN_USER_ID_ERROR"),
        UpdateOutcome::EmailTaken => Reply::status("EMAIL_ALREADY_EXISTS_ERROR"),
        UpdateOutcome::EmailOfAnotherPrimaryUser => Reply::json(&object([
            ("status", "EMAIL_CHANGE_NOT_ALLOWED_ERROR".into()),
            (
                "reason",
                "New email is associated with another primary user ID".into(),
            ),
        ])),
    })
}

//! Verification of email addresses.

use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::object;
use crate::text::normal_email;

/// `POST /recipe/user/email/verify/token`.
pub(crate) fn token(call: &Call<'_>) -> Result<Reply, Reply> {
    let (user, email) = user_and_email(call)?;
    Ok(
        match call.core.email_token(&call.tenant()?, &user, &email)? {
            Some(token) => Reply::json(&object([("status", "OK".into()), ("token", token.into())])),
            None => Reply::status("EMAIL_ALREADY_VERIFIED_ERROR"),
        },
    )
}

/// `POST /recipe/user/email/verify/token/remove`.
pub(crate) fn revoke_tokens(call: &Call<'_>) -> Result<Reply, Reply> {
    let (user, email) = user_and_email(call)?;
    call.core
        .revoke_email_tokens(&call.tenant()?, &user, &email)?;
    Ok(Reply::status("OK"))
}

/// `POST /recipe/user/email/verify`.
pub(crate) fn verify(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let method = body.text("method")?;
    let token = body.text("token")?;
    if method != "token" {
        return Err(Reply::bad_request(
            "Unsupported method for email verification",
        ));
    }
    Ok(match call.core.verify_email(&call.tenant()?, &token)? {
        Some(verified) => Reply::json(&object([
            ("status", "OK".into()),
            ("userId", verified.user_id.into()),
            ("email", verified.email.into()),
        ])),
        None => Reply::status("EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"),
    })
}

/// `GET /recipe/user/email/verify`.
pub(crate) fn is_verified(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let user = query.need("userId")?;
    let email = query.need("email")?;
    let verified = call
        .core
        .is_email_verified(&*call.app_only()?, user, email)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("isVerified", verified.into()),
    ])))
}

/// `POST /recipe/user/email/verify/remove`.
pub(crate) fn unverify(call: &Call<'_>) -> Result<Reply, Reply> {
    let (user, email) = user_and_email(call)?;
    call.core
        .unverify_email(&*call.app_only()?, &user, &email)?;
    Ok(Reply::status("OK"))
}

fn user_and_email(call: &Call<'_>) -> Result<(String, String), Reply> {
    let body = call.request.body()?;
    Ok((body.text("userId")?, normal_email(&body.text("email")?)))
}

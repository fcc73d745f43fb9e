//! What the routes do around the APIs: forms are checked before, and responses are written afterwards.

use serde_json::Value;

use super::answer;
use super::apis_in_use::ApisInUse;
use super::front_end::{Version, session_meant};
use super::hooks;
use super::in_use::InUse;
use super::results::{
    EmailExistsResponse, ResetPasswordResponse, ResetTokenResponse, SignInResponse, SignUpResponse,
};
use super::submitted::{EmailToCheck, SubmittedField, SubmittedForm};
use super::validators::{any_email, trimmed};
use crate::error::{Error, InputDefect};
use crate::recipes::attempts::{self, Attempt, AttemptKind};
use crate::recipes::login_methods;
use crate::session::{Session, SessionRequest};

/// `POST {api_base_path}/signup`
pub(crate) async fn sign_up(
    request: &SessionRequest<'_>,
    tenant_id: &str,
    body: &Value,
) -> Result<Value, Error> {
    let super_tokens = request.super_tokens();
    let in_use = InUse::of(super_tokens);
    let form = &in_use.forms.sign_up;
    let checked = form.check(body.get("formFields"), tenant_id, super_tokens);
    let form = match checked.await? {
        Ok(fields) => submitted(fields, tenant_id, session_meant(request, body).await?),
        Err(invalid) => return Ok(answer::field_errors(&invalid)),
    };
    let attempt = attempt(AttemptKind::SignUp, &form, request);
    let response = async {
        login_methods::demand_password(super_tokens, &form.tenant_id).await?;
        ApisInUse::of(super_tokens)
            .sign_up(form.clone(), request)
            .await
    };
    let response = attempts::limited(super_tokens, attempt.clone(), response).await?;
    if let SignUpResponse::Done(logged_in) = &response {
        attempts::succeeded(super_tokens, attempt).await;
        hooks::call(&in_use.sign_up_hooks, super_tokens, &form, logged_in).await;
    }
    Ok(answer::sign_up(&response, Version::of(request)))
}

/// `POST {api_base_path}/signin`
pub(crate) async fn sign_in(
    request: &SessionRequest<'_>,
    tenant_id: &str,
    body: &Value,
) -> Result<Value, Error> {
    let super_tokens = request.super_tokens();
    let in_use = InUse::of(super_tokens);
    let form = &in_use.forms.sign_in;
    let checked = form.check(body.get("formFields"), tenant_id, super_tokens);
    let form = match checked.await? {
        Ok(fields) => submitted(fields, tenant_id, session_meant(request, body).await?),
        Err(invalid) => return Ok(answer::field_errors(&invalid)),
    };
    let attempt = attempt(AttemptKind::SignIn, &form, request);
    let response = async {
        login_methods::demand_password(super_tokens, &form.tenant_id).await?;
        ApisInUse::of(super_tokens)
            .sign_in(form.clone(), request)
            .await
    };
    let response = attempts::limited(super_tokens, attempt.clone(), response).await?;
    if let SignInResponse::Done(logged_in) = &response {
        attempts::succeeded(super_tokens, attempt).await;
        hooks::call(&in_use.sign_in_hooks, super_tokens, &form, logged_in).await;
    }
    Ok(answer::sign_in(&response, Version::of(request)))
}

/// `GET {api_base_path}/emailpassword/email/exists`
pub(crate) async fn email_exists(
    request: &SessionRequest<'_>,
    tenant_id: &str,
    email: Option<String>,
) -> Result<Value, Error> {
    let email = email.ok_or(InputDefect::NoEmail)?;
    // The core would stumble over what no account can have.
    if any_email(trimmed(&email)).is_err() {
        return Ok(answer::email_exists(&NOBODY));
    }
    let super_tokens = request.super_tokens();
    let attempt = Attempt::new(AttemptKind::EmailExists, tenant_id, &email);
    let attempt = attempt.client_ip(request.info().client_ip());
    let response = async {
        if !login_methods::has_password(super_tokens, tenant_id).await? {
            return Ok(NOBODY);
        }
        let tenant_id = tenant_id.to_owned();
        let asked = EmailToCheck { tenant_id, email };
        ApisInUse::of(super_tokens)
            .email_exists(asked, request)
            .await
    };
    let response = attempts::limited(super_tokens, attempt, response).await?;
    Ok(answer::email_exists(&response))
}

/// Nobody has the address.
const NOBODY: EmailExistsResponse = EmailExistsResponse::Done { exists: false };

/// `POST {api_base_path}/user/password/reset/token`
pub(crate) async fn generate_reset_token(
    request: &SessionRequest<'_>,
    tenant_id: &str,
    body: &Value,
) -> Result<Value, Error> {
    let super_tokens = request.super_tokens();
    let in_use = InUse::of(super_tokens);
    let form = &in_use.forms.reset_token;
    let checked = form.check(body.get("formFields"), tenant_id, super_tokens);
    let form = match checked.await? {
        Ok(fields) => submitted(fields, tenant_id, None),
        Err(invalid) => return Ok(answer::field_errors(&invalid)),
    };
    let attempt = attempt(AttemptKind::PasswordReset, &form, request);
    let response = async {
        if login_methods::has_password(super_tokens, tenant_id).await? {
            return ApisInUse::of(super_tokens)
                .generate_reset_token(form, request)
                .await;
        }
        Ok(ResetTokenResponse::NotAllowed {
            reason: PASSWORD_OFF.to_owned(),
        })
    };
    let response = attempts::limited(super_tokens, attempt, response).await?;
    Ok(answer::reset_token(&response))
}

/// For users of a tenant that does not let them log in with a password.
const PASSWORD_OFF: &str = "Here nobody logs in with a password. Please use another way to log in.";

/// `POST {api_base_path}/user/password/reset`
pub(crate) async fn reset_password(
    request: &SessionRequest<'_>,
    tenant_id: &str,
    body: &Value,
) -> Result<Value, Error> {
    let super_tokens = request.super_tokens();
    let in_use = InUse::of(super_tokens);
    let form = &in_use.forms.reset_password;
    // First of all, so that the token stays good where the password is not.
    let checked = form.check(body.get("formFields"), tenant_id, super_tokens);
    let form = match checked.await? {
        Ok(fields) => submitted(fields, tenant_id, None),
        Err(invalid) => return Ok(answer::field_errors(&invalid)),
    };
    let token = body.get("token").ok_or(InputDefect::NoPasswordResetToken)?;
    let token = token
        .as_str()
        .ok_or(InputDefect::PasswordResetTokenNotText)?;
    let response = if login_methods::has_password(super_tokens, tenant_id).await? {
        ApisInUse::of(super_tokens)
            .reset_password(form, token, request)
            .await?
    } else {
        ResetPasswordResponse::InvalidToken
    };
    Ok(answer::reset_password(&response))
}

/// A session that the form goes on from knows its own tenant.
fn submitted(
    fields: Vec<SubmittedField>,
    tenant_id: &str,
    session: Option<Session>,
) -> SubmittedForm {
    let of_session = session
        .as_ref()
        .map(|session| session.tenant_id().to_owned());
    SubmittedForm {
        tenant_id: of_session.unwrap_or_else(|| tenant_id.to_owned()),
        fields,
        session,
    }
}

fn attempt(kind: AttemptKind, form: &SubmittedForm, request: &SessionRequest<'_>) -> Attempt {
    Attempt::new(kind, &form.tenant_id, form.email()).client_ip(request.info().client_ip())
}

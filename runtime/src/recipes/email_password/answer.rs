//! The bodies of responses, with the members in the order of the front-end driver interface.

use serde_json::{Value, json};

use super::front_end::Version;
use super::results::{
    EmailExistsResponse, LoggedIn, ResetPasswordResponse, ResetTokenResponse, SignInResponse,
    SignUpResponse,
};
use super::submitted::InvalidField;
use crate::cdi::LoginMethod;
use crate::recipes::status::{general_error, status};

/// The front end shows it at the field.
const EMAIL_EXISTS: &str = "This email already exists. Please sign in instead.";

pub(super) fn sign_up(response: &SignUpResponse, version: Version) -> Value {
    match response {
        SignUpResponse::Done(logged_in) => user(logged_in, version),
        SignUpResponse::EmailAlreadyExists => json!({
            "status": "FIELD_ERROR",
            "formFields": [{ "id": "email", "error": EMAIL_EXISTS }],
        }),
        SignUpResponse::FieldErrors(fields) => field_errors(fields),
        SignUpResponse::NotAllowed { reason } => refused("SIGN_UP_NOT_ALLOWED", reason),
        SignUpResponse::GeneralError { message } => general_error(message),
    }
}

pub(super) fn sign_in(response: &SignInResponse, version: Version) -> Value {
    match response {
        SignInResponse::Done(logged_in) => user(logged_in, version),
        SignInResponse::WrongCredentials => status("WRONG_CREDENTIALS_ERROR"),
        SignInResponse::FieldErrors(fields) => field_errors(fields),
        SignInResponse::NotAllowed { reason } => refused("SIGN_IN_NOT_ALLOWED", reason),
        SignInResponse::GeneralError { message } => general_error(message),
    }
}

pub(super) fn email_exists(response: &EmailExistsResponse) -> Value {
    match response {
        EmailExistsResponse::Done { exists } => json!({ "status": "OK", "exists": exists }),
        EmailExistsResponse::GeneralError { message } => general_error(message),
    }
}

pub(super) fn reset_token(response: &ResetTokenResponse) -> Value {
    match response {
        ResetTokenResponse::Done => status("OK"),
        ResetTokenResponse::NotAllowed { reason } => refused("PASSWORD_RESET_NOT_ALLOWED", reason),
        ResetTokenResponse::FieldErrors(fields) => field_errors(fields),
        ResetTokenResponse::GeneralError { message } => general_error(message),
    }
}

pub(super) fn reset_password(response: &ResetPasswordResponse) -> Value {
    match response {
        ResetPasswordResponse::Done { .. } => status("OK"),
        ResetPasswordResponse::InvalidToken => status("RESET_PASSWORD_INVALID_TOKEN_ERROR"),
        ResetPasswordResponse::FieldErrors(fields) => field_errors(fields),
        ResetPasswordResponse::GeneralError { message } => general_error(message),
    }
}

pub(super) fn field_errors(fields: &[InvalidField]) -> Value {
    json!({ "status": "FIELD_ERROR", "formFields": fields })
}

/// The user, in the form that the front end knows.
fn user(logged_in: &LoggedIn, version: Version) -> Value {
    let LoggedIn { user, .. } = logged_in;
    if version.knows_linked_accounts() {
        return json!({ "status": "OK", "user": user });
    }
    let methods = || user.login_methods.iter();
    let used = |method: &&LoginMethod| method.recipe_user_id == logged_in.recipe_user_id;
    let oldest = || methods().min_by_key(|method| method.time_joined);
    let method = methods().find(used).or_else(oldest);
    let mut short = json!({
        "id": user.id,
        "timeJoined": method.map_or(user.time_joined, |method| method.time_joined),
    });
    if let Some(email) = method.and_then(|method| method.email.as_deref()) {
        short["email"] = email.into();
    }
    json!({ "status": "OK", "user": short })
}

fn refused(status: &str, reason: &str) -> Value {
    json!({ "status": status, "reason": reason })
}

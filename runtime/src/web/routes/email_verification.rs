//! `POST {api_base_path}/user/email/verify/token`, `POST` and `GET {api_base_path}/user/email/verify`.

use rocket::response::content::RawJson;
use rocket::{Data, Route, get, post, routes};
use serde_json::{Value, json};

use super::body::Body;
use super::everywhere::everywhere;
use super::tenant::Tenant;
use super::without_claims::{AnyoneWithoutClaims, WithoutClaims};
use crate::error::{Error, InputDefect};
use crate::policy::Verify;
use crate::recipes::email_verification::{
    InUse, IsEmailVerifiedResponse, VerificationTokenResponse, VerifyEmailResponse,
};
use crate::session::SessionRequest;

pub(super) fn routes() -> Vec<Route> {
    everywhere(routes![
        email_verification_token,
        verify_email,
        is_email_verified,
    ])
}

/// Whether a route of this name is one of these.
pub(super) fn has(name: &str) -> bool {
    [
        "email_verification_token",
        "verify_email",
        "is_email_verified",
    ]
    .contains(&name)
}

type Answer = Result<RawJson<String>, Error>;

/// Sends the e-mail with the link. The tenant in the path does not matter: the session knows its own.
#[post("/user/email/verify/token")]
async fn email_verification_token(
    _tenant: Tenant<'_>,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Answer {
    let in_use = InUse::of(request.super_tokens());
    let session = verified.into_session();
    let response = in_use.apis().generate_token(session, &request).await?;
    Ok(answer(&match response {
        VerificationTokenResponse::Done => json!({ "status": "OK" }),
        VerificationTokenResponse::AlreadyVerified => {
            json!({ "status": "EMAIL_ALREADY_VERIFIED_ERROR" })
        }
        VerificationTokenResponse::GeneralError { message } => general_error(&message),
    }))
}

/// Verifies the address by the token of the link.
#[post("/user/email/verify", data = "<body>")]
async fn verify_email(
    tenant: Tenant<'_>,
    verified: Verify<AnyoneWithoutClaims>,
    request: SessionRequest<'_>,
    body: Data<'_>,
) -> Answer {
    let body = Body::read(body).await?;
    let token = match body.json().get("token") {
        Some(Value::String(token)) => token,
        None | Some(Value::Null) => return Err(InputDefect::NoEmailVerificationToken.into()),
        Some(_) => return Err(InputDefect::EmailVerificationTokenNotText.into()),
    };
    let in_use = InUse::of(request.super_tokens());
    let session = verified.into_session();
    let response = in_use
        .apis()
        .verify_email(tenant.0, token, session, &request);
    Ok(answer(&match response.await? {
        VerifyEmailResponse::Done(_) => json!({ "status": "OK" }),
        VerifyEmailResponse::InvalidToken => {
            json!({ "status": "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR" })
        }
        VerifyEmailResponse::GeneralError { message } => general_error(&message),
    }))
}

/// Tells whether the address is verified, which it is in all tenants.
#[get("/user/email/verify")]
async fn is_email_verified(
    _tenant: Tenant<'_>,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Answer {
    let in_use = InUse::of(request.super_tokens());
    let session = verified.into_session();
    let response = in_use.apis().is_email_verified(session, &request).await?;
    Ok(answer(&match response {
        IsEmailVerifiedResponse::Done { is_verified } => {
            json!({ "status": "OK", "isVerified": is_verified })
        }
        IsEmailVerifiedResponse::GeneralError { message } => general_error(&message),
    }))
}

fn answer(body: &Value) -> RawJson<String> {
    RawJson(body.to_string())
}

fn general_error(message: &str) -> Value {
    json!({ "status": "GENERAL_ERROR", "message": message })
}

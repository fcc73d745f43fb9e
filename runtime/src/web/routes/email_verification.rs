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
    ApisInUse, IsEmailVerifiedResponse, VerificationTokenResponse, VerifyEmailResponse,
};
use crate::recipes::status::{general_error, status};
use crate::session::{Session, SessionRequest};

/// All three.
pub(super) fn routes() -> Vec<Route> {
    everywhere(routes![
        email_verification_token,
        verify_email,
        is_email_verified
    ])
}

type Answer = Result<RawJson<String>, Error>;

/// Sends the e-mail with the link. The tenant in the path does not matter: the session knows its own.
#[post("/user/email/verify/token")]
async fn email_verification_token(
    _tenant: Tenant<'_>,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Answer {
    generate_token(verified.into_session(), &request).await
}

/// Verifies the address by the token of the link.
#[post("/user/email/verify", data = "<data>")]
async fn verify_email(
    tenant: Tenant<'_>,
    verified: Verify<AnyoneWithoutClaims>,
    request: SessionRequest<'_>,
    data: Data<'_>,
) -> Answer {
    verify(&tenant.0, data, verified.into_session(), &request).await
}

/// Tells whether the address is verified, which is the same in all tenants.
#[get("/user/email/verify")]
async fn is_email_verified(
    _tenant: Tenant<'_>,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Answer {
    is_verified(verified.into_session(), &request).await
}

async fn generate_token(session: Session, request: &SessionRequest<'_>) -> Answer {
    let apis = ApisInUse::of(request.super_tokens());
    let response = apis.generate_token(session, request).await?;
    Ok(answer(&match response {
        VerificationTokenResponse::Done => status("OK"),
        VerificationTokenResponse::AlreadyVerified => status("EMAIL_ALREADY_VERIFIED_ERROR"),
        VerificationTokenResponse::GeneralError { message } => general_error(&message),
    }))
}

async fn verify(
    tenant_id: &str,
    data: Data<'_>,
    session: Option<Session>,
    request: &SessionRequest<'_>,
) -> Answer {
    let body = Body::read(data).await?;
    let token = match body.json().get("token") {
        Some(Value::String(token)) => token,
        None | Some(Value::Null) => return Err(InputDefect::NoEmailVerificationToken.into()),
        Some(_) => return Err(InputDefect::EmailVerificationTokenNotText.into()),
    };
    let apis = ApisInUse::of(request.super_tokens());
    let response = apis.verify_email(tenant_id, token, session, request);
    Ok(answer(&match response.await? {
        VerifyEmailResponse::Done(_) => status("OK"),
        VerifyEmailResponse::InvalidToken => status("EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"),
        VerifyEmailResponse::GeneralError { message } => general_error(&message),
    }))
}

async fn is_verified(session: Session, request: &SessionRequest<'_>) -> Answer {
    let apis = ApisInUse::of(request.super_tokens());
    let response = apis.is_email_verified(session, request).await?;
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

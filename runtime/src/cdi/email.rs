//! Verification of e-mail addresses.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Acknowledged, Call, Repeated};
use super::tenant::TenantId;

/// The form in which the core stores and compares an address.
pub(crate) fn stored_email(email: &str) -> String {
    email.trim_matches(|c| c <= ' ').to_lowercase()
}

const RECIPE: Option<&str> = Some("emailverification");

/// `POST /<tenant>/recipe/user/email/verify/token`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateEmailToken<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    /// The recipe user id, in all these calls.
    pub(crate) user_id: &'a str,
    pub(crate) email: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CreateEmailTokenResponse {
    Ok { token: String },
    EmailAlreadyVerifiedError,
}

impl Call for CreateEmailToken<'_> {
    type Response = CreateEmailTokenResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/email/verify/token";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /<tenant>/recipe/user/email/verify`
#[derive(Serialize)]
pub(crate) struct VerifyEmail<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) method: &'static str,
    pub(crate) token: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum VerifyEmailResponse {
    Ok { user_id: String, email: String },
    EmailVerificationInvalidTokenError,
}

impl Call for VerifyEmail<'_> {
    type Response = VerifyEmailResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/email/verify";
    /// The first one uses up the token; a second would be told that it is invalid.
    const REPEATED: Repeated = Repeated::Never;

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `GET /recipe/user/email/verify`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IsEmailVerified<'a> {
    user_id: &'a str,
    email: String,
}

impl<'a> IsEmailVerified<'a> {
    /// The core stores an address as [`stored`] has it, and compares it here as it is given.
    pub(crate) fn new(user_id: &'a str, email: &str) -> Self {
        Self {
            user_id,
            email: stored_email(email),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IsEmailVerifiedResponse {
    pub(crate) is_verified: bool,
}

impl Call for IsEmailVerified<'_> {
    type Response = IsEmailVerifiedResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/email/verify";
}

/// `POST /<tenant>/recipe/user/email/verify/token/remove`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevokeEmailTokens<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) user_id: &'a str,
    pub(crate) email: &'a str,
}

impl Call for RevokeEmailTokens<'_> {
    type Response = Acknowledged;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/email/verify/token/remove";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /recipe/user/email/verify/remove`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnverifyEmail<'a> {
    pub(crate) user_id: &'a str,
    pub(crate) email: &'a str,
}

impl Call for UnverifyEmail<'_> {
    type Response = Acknowledged;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/email/verify/remove";
}

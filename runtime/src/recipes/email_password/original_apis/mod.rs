//! What the routes do by default.

mod log_in;
mod patience;
mod reset_password;
mod reset_token;

use async_trait::async_trait;

use super::apis::EmailPasswordApis;
use super::login_method::method_with;
use super::results::{
    EmailExistsResponse, ResetPasswordResponse, ResetTokenResponse, SignInResponse, SignUpResponse,
};
use super::submitted::{EmailToCheck, SubmittedForm};
use crate::error::Error;
use crate::session::SessionRequest;

pub(super) struct OriginalApis;

#[async_trait]
impl EmailPasswordApis for OriginalApis {
    fn original(&self) -> &dyn EmailPasswordApis {
        self
    }

    async fn sign_up(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignUpResponse, Error> {
        log_in::sign_up(form, request).await
    }

    async fn sign_in(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignInResponse, Error> {
        log_in::sign_in(form, request).await
    }

    async fn email_exists(
        &self,
        asked: EmailToCheck,
        request: &SessionRequest<'_>,
    ) -> Result<EmailExistsResponse, Error> {
        let EmailToCheck { tenant_id, email } = asked;
        let users = request.super_tokens().users().in_tenant(&tenant_id);
        let users = users.by_email(&email).await?;
        let exists = users.iter().any(|user| method_with(user, &email).is_some());
        Ok(EmailExistsResponse::Done { exists })
    }

    async fn generate_reset_token(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<ResetTokenResponse, Error> {
        reset_token::generate(form, request).await
    }

    async fn reset_password(
        &self,
        form: SubmittedForm,
        token: &str,
        request: &SessionRequest<'_>,
    ) -> Result<ResetPasswordResponse, Error> {
        reset_password::reset(form, token, request).await
    }
}

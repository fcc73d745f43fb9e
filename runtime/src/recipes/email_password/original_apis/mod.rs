//! What the routes do by default.

mod find;
mod log_in;
mod patience;
mod reset_password;
mod reset_token;

use async_trait::async_trait;

use super::apis::EmailPasswordApis;
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
        let users = find::by_email(&asked.email, &asked.tenant_id, request.super_tokens());
        let exists = users
            .await?
            .iter()
            .any(|user| find::method_with(user, &asked.email).is_some());
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

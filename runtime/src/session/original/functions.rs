//! The original functions.

use std::sync::Arc;

use async_trait::async_trait;

use super::checks::Checks;
use super::verify::verify;
use super::{create, data, refresh, revoke};
use crate::cdi::JsonObject;
use crate::claims::{ClaimContext, ClaimValidator, ClaimValidators};
use crate::error::Error;
use crate::session::claims;
use crate::session::container::Session;
use crate::session::overrides::{
    ClaimValidation, NewSession, Refresh, Regenerated, SessionFunctions, SessionInformation,
    SessionsOfUser, Verification,
};
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

pub(super) struct OriginalFunctions;

#[async_trait]
impl SessionFunctions for OriginalFunctions {
    fn original(&self) -> &dyn SessionFunctions {
        self
    }

    async fn create_session(
        &self,
        new: NewSession,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        create::create_session(new, super_tokens).await
    }

    async fn verify_session(
        &self,
        input: Verification,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        let checks = Checks {
            required: input.options.required,
            database: input.options.check_database,
            anti_csrf: input.options.anti_csrf_check.unwrap_or(true),
            anti_csrf_token: input.anti_csrf_token.as_ref().map(|token| token.as_str()),
        };
        verify(input.access_token, checks, super_tokens).await
    }

    async fn refresh_session(
        &self,
        input: Refresh,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        refresh::refresh_session(input, super_tokens).await
    }

    async fn session_information(
        &self,
        session_handle: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<SessionInformation>, Error> {
        data::session_information(session_handle, super_tokens).await
    }

    async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        data::session_handles_of_user(user, super_tokens).await
    }

    async fn revoke_sessions(
        &self,
        session_handles: &[&str],
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        revoke::revoke_sessions(session_handles, super_tokens).await
    }

    async fn revoke_sessions_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        revoke::revoke_sessions_of_user(user, super_tokens).await
    }

    async fn update_session_data(
        &self,
        session_handle: &str,
        data: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        data::update_session_data(session_handle, &data, super_tokens).await
    }

    async fn merge_into_access_token_payload(
        &self,
        session_handle: &str,
        update: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        data::merge_into_payload(session_handle, update, super_tokens).await
    }

    async fn regenerate_access_token(
        &self,
        access_token: &AccessToken,
        payload: Option<JsonObject>,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Regenerated>, Error> {
        data::regenerate(access_token, payload.as_ref(), super_tokens).await
    }

    async fn global_claim_validators(
        &self,
        configured: ClaimValidators,
        _: &ClaimContext,
    ) -> ClaimValidators {
        configured
    }

    async fn validate_claims(
        &self,
        validators: &[Arc<dyn ClaimValidator>],
        context: ClaimContext,
        _: &SuperTokens,
    ) -> Result<ClaimValidation, Error> {
        claims::validate(validators, context).await
    }
}

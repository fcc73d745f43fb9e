//! What the functions do unless an application changes them.

use std::sync::Arc;

use async_trait::async_trait;

use super::verify::from_core;
use super::{create, refresh, verify};
use crate::cdi::{
    JsonObject, ReadSession, ReadSessionResponse, Regenerate, RegenerateResponse, RemoveSessions,
    RemoveUserSessions, TenantId, UpdatePayload, UpdateResponse, UpdateSessionData, UserSessions,
};
use crate::claims::{ClaimContext, ClaimValidator, ClaimValidators};
use crate::error::Error;
use crate::session::container::Session;
use crate::session::overrides::{
    ClaimValidation, NewSession, Refresh, Regenerated, SessionFunctions, SessionInformation,
    SessionsOfUser, Verification,
};
use crate::session::super_tokens::SuperTokens;
use crate::session::{claims, payload};
use crate::token::AccessToken;

/// The functions that an override starts from.
pub(in crate::session) struct Original;

#[async_trait]
impl SessionFunctions for Original {
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
        verify::verify_session(input, super_tokens).await
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
        match super_tokens.call(&ReadSession { session_handle }).await? {
            ReadSessionResponse::Ok(stored) => Ok(Some((*stored).into())),
            ReadSessionResponse::Unauthorised => {
                super_tokens.refreshes().forget_session(session_handle);
                Ok(None)
            }
        }
    }

    async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        let call = UserSessions {
            tenant_id: user.tenant_id.as_deref().map(TenantId::new).transpose()?,
            user_id: &user.user_id,
            fetch_sessions_for_all_linked_accounts: user.linked_accounts,
            fetch_across_all_tenants: user.tenant_id.is_none(),
        };
        Ok(super_tokens.call(&call).await?.session_handles)
    }

    async fn revoke_sessions(
        &self,
        session_handles: &[&str],
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        let _forgets = Forgets(super_tokens, |token: &AccessToken| {
            session_handles.contains(&token.session_handle())
        });
        let answer = super_tokens
            .call(&RemoveSessions { session_handles })
            .await?;
        // Those that were gone already, too.
        super_tokens
            .refreshes()
            .end(session_handles.iter().copied());
        Ok(answer.session_handles_revoked)
    }

    async fn revoke_sessions_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        let call = RemoveUserSessions {
            tenant_id: user.tenant_id.as_deref().map(TenantId::new).transpose()?,
            user_id: &user.user_id,
            revoke_sessions_for_linked_accounts: user.linked_accounts,
            revoke_across_all_tenants: user.tenant_id.is_none(),
        };
        let _forgets = Forgets(super_tokens, |token: &AccessToken| {
            token.user_id() == user.user_id || token.recipe_user_id() == user.user_id
        });
        let revoked = super_tokens.call(&call).await?.session_handles_revoked;
        super_tokens
            .refreshes()
            .end(revoked.iter().map(String::as_str));
        Ok(revoked)
    }

    async fn update_session_data(
        &self,
        session_handle: &str,
        data: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        payload::check_depth("the session data", &data)?;
        let call = UpdateSessionData {
            session_handle,
            user_data_in_database: &data,
        };
        Ok(matches!(
            super_tokens.call(&call).await?,
            UpdateResponse::Ok
        ))
    }

    async fn merge_into_access_token_payload(
        &self,
        session_handle: &str,
        update: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        // What a request remembers may have been changed by another meanwhile.
        let afresh = super_tokens.without_request();
        let functions = super_tokens.functions();
        let Some(stored) = functions
            .session_information(session_handle, &afresh)
            .await?
        else {
            return Ok(false);
        };
        let merged = payload::merged(&stored.payload, update)?;
        payload::check(&merged)?;
        let call = UpdatePayload {
            session_handle,
            user_data_in_jwt: &merged,
        };
        Ok(matches!(
            super_tokens.call(&call).await?,
            UpdateResponse::Ok
        ))
    }

    async fn regenerate_access_token(
        &self,
        access_token: &AccessToken,
        payload: Option<JsonObject>,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Regenerated>, Error> {
        payload.as_ref().map_or(Ok(()), payload::check)?;
        let call = Regenerate {
            access_token: access_token.as_str(),
            user_data_in_jwt: payload.as_ref(),
        };
        match super_tokens.call(&call).await? {
            RegenerateResponse::Ok {
                access_token,
                session,
            } => {
                let access_token = access_token.map(|token| from_core(&token)).transpose()?;
                if let Some(token) = &access_token {
                    super_tokens.refreshes().renew(token);
                }
                Ok(Some(Regenerated {
                    access_token,
                    payload: session.user_data_in_jwt,
                }))
            }
            RegenerateResponse::Unauthorised => {
                super_tokens
                    .refreshes()
                    .forget_session(access_token.session_handle());
                Ok(None)
            }
        }
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

/// Drops the kept tokens of sessions once the call that ends them is over, whatever came of it: it may have been carried
/// out though its answer was lost or its caller cancelled.
struct Forgets<'a, F: Fn(&AccessToken) -> bool>(&'a SuperTokens, F);

impl<F: Fn(&AccessToken) -> bool> Drop for Forgets<'_, F> {
    fn drop(&mut self) {
        self.0.refreshes().forget(&self.1);
    }
}

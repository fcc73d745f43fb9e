//! Reads and changes what the core stores of sessions.

use super::made_by_core;
use crate::cdi::{
    JsonObject, ReadSession, ReadSessionResponse, Regenerate, RegenerateResponse, TenantId,
    UpdatePayload, UpdateResponse, UpdateSessionData, UserSessions,
};
use crate::error::Error;
use crate::session::overrides::{Regenerated, SessionInformation, SessionsOfUser};
use crate::session::payload;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

/// `GET /recipe/session`.
pub(super) async fn session_information(
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

/// `GET [/<tenant>]/recipe/session/user`.
pub(super) async fn session_handles_of_user(
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

/// `PUT /recipe/session/data`.
pub(super) async fn update_session_data(
    session_handle: &str,
    data: &JsonObject,
    super_tokens: &SuperTokens,
) -> Result<bool, Error> {
    payload::check_depth("the session data", data)?;
    let call = UpdateSessionData {
        session_handle,
        user_data_in_database: data,
    };
    Ok(matches!(
        super_tokens.call(&call).await?,
        UpdateResponse::Ok
    ))
}

/// `GET /recipe/session` and `PUT /recipe/jwt/data`.
pub(super) async fn merge_into_payload(
    session_handle: &str,
    update: JsonObject,
    super_tokens: &SuperTokens,
) -> Result<bool, Error> {
    // Another request may have changed what this one remembers.
    let afresh = super_tokens.afresh();
    let functions = super_tokens.functions();
    let Some(stored) = functions
        .session_information(session_handle, &afresh)
        .await?
    else {
        return Ok(false);
    };
    let merged = payload::merged(&stored.payload, update)?;
    payload::check(&merged, super_tokens.clock())?;
    let call = UpdatePayload {
        session_handle,
        user_data_in_jwt: &merged,
    };
    Ok(matches!(
        super_tokens.call(&call).await?,
        UpdateResponse::Ok
    ))
}

/// `POST /recipe/session/regenerate`.
pub(super) async fn regenerate(
    access_token: &AccessToken,
    payload: Option<&JsonObject>,
    super_tokens: &SuperTokens,
) -> Result<Option<Regenerated>, Error> {
    payload.map_or(Ok(()), |payload| {
        payload::check(payload, super_tokens.clock())
    })?;
    let call = Regenerate {
        access_token: access_token.as_str(),
        user_data_in_jwt: payload,
    };
    match super_tokens.call(&call).await? {
        RegenerateResponse::Ok {
            access_token,
            session,
        } => {
            let access_token = access_token
                .as_ref()
                .map(made_by_core::access_token)
                .transpose()?;
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

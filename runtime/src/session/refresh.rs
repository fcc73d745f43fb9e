use super::verify::from_core;
use super::{Session, SuperTokens};
use crate::cdi::{RefreshSession, RefreshSessionAnswer};
use crate::error::{Error, UnauthorisedReason};
use crate::transfer::{Incoming, Outbox, TokenKind, TransferMethod};

impl SuperTokens {
    /// Trades the request's refresh token for new tokens, which go out with the answer.
    pub(crate) async fn refresh_in_request(
        &self,
        request: &Incoming<'_>,
        outbox: &Outbox,
    ) -> Result<Session, Error> {
        let result = self.try_refresh_in_request(request, outbox).await;
        let clears = match &result {
            Ok(_) | Err(Error::TokenTheftDetected { .. }) => true,
            Err(Error::Unauthorised { clear_tokens, .. }) => *clear_tokens,
            Err(_) => false,
        };
        if clears && request.has_legacy_cookie() {
            outbox.open().clear_legacy_cookie();
        }
        result
    }

    async fn try_refresh_in_request(
        &self,
        request: &Incoming<'_>,
        outbox: &Outbox,
    ) -> Result<Session, Error> {
        let (method, refresh_token) = refresh_token(request)?;
        let by_header = self.config.session.anti_csrf.uses_custom_header();
        if by_header && method == TransferMethod::Cookie && request.rid.is_none() {
            return Err(Error::unauthorised(
                UnauthorisedReason::CustomHeaderMissing,
                true,
            ));
        }
        let disable_anti_csrf = by_header || method == TransferMethod::Header;
        let session = self
            .refresh(&refresh_token, request.anti_csrf, disable_anti_csrf)
            .await?;
        for other in TransferMethod::ALL {
            if other != method && request.token(TokenKind::Refresh, other).is_some() {
                outbox.open().clear(other);
            }
        }
        session.attach(outbox, method);
        Ok(session)
    }

    /// `POST /recipe/session/refresh`.
    async fn refresh(
        &self,
        refresh_token: &str,
        anti_csrf_token: Option<&str>,
        disable_anti_csrf: bool,
    ) -> Result<Session, Error> {
        let call = RefreshSession {
            refresh_token,
            anti_csrf_token,
            enable_anti_csrf: !disable_anti_csrf
                && self.config.session.anti_csrf.uses_core_tokens(),
            use_dynamic_signing_key: self.config.session.use_dynamic_signing_key,
        };
        match self.querier.call(&call).await? {
            RefreshSessionAnswer::Ok(tokens) => {
                let access_token = from_core(&tokens.access_token)?;
                Ok(Session::with_new_tokens(
                    self,
                    access_token,
                    tokens.refresh_token,
                    tokens.anti_csrf_token,
                ))
            }
            RefreshSessionAnswer::Unauthorised { message } => {
                Err(Error::unauthorised(UnauthorisedReason::Core(message), true))
            }
            RefreshSessionAnswer::TokenTheftDetected {
                session,
                recent_token_reuse_subtype,
            } => {
                tracing::warn!(
                    session_handle = %session.handle,
                    user_id = %session.user_id,
                    reuse = recent_token_reuse_subtype.as_deref(),
                    "token theft detected, the session ends"
                );
                // From CDI 5.6 on the core names the kind of reuse and has revoked the session itself.
                if recent_token_reuse_subtype.is_none() {
                    self.remove_stolen_session(&session.handle).await;
                }
                Err(Error::TokenTheftDetected {
                    session_handle: session.handle,
                    user_id: session.user_id,
                    recipe_user_id: session.recipe_user_id,
                })
            }
        }
    }
}

/// Header before cookie: whoever sends both means the header.
fn refresh_token(request: &Incoming<'_>) -> Result<(TransferMethod, String), Error> {
    if let Some(token) = request.token(TokenKind::Refresh, TransferMethod::Header) {
        return Ok((TransferMethod::Header, token.into_owned()));
    }
    let cookie = request.token(TokenKind::Refresh, TransferMethod::Cookie);
    if let Some(token) = cookie.filter(|token| !token.is_empty()) {
        return Ok((TransferMethod::Cookie, token.into_owned()));
    }
    let has_access_token = request
        .token(TokenKind::Access, TransferMethod::Cookie)
        .is_some();
    let reason = if has_access_token {
        UnauthorisedReason::OnlyAccessToken
    } else {
        UnauthorisedReason::NoRefreshToken
    };
    Err(Error::unauthorised(reason, true))
}

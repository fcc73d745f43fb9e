//! What a session adds to the response: its new tokens, or that it has ended.

use super::tokens::{SessionTokens, Tokens};
use super::{Attachment, Session};
use crate::config::TransferMethod;
use crate::error::Error;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;
use crate::transfer::Outbox;

impl Session {
    /// The current tokens of the session. Anyone who has them can use the session, so never log them.
    #[doc(alias = "getAllSessionTokensDangerously")]
    #[doc(alias = "getAccessToken")]
    pub fn all_tokens_dangerously(&self) -> SessionTokens {
        let tokens = self.tokens();
        let refresh_token = tokens.refresh_token.as_ref();
        SessionTokens {
            access_token: tokens.access_token.as_str().to_owned(),
            refresh_token: refresh_token.map(|refresh| refresh.token.clone()),
            refresh_token_expiry: refresh_token.map(|refresh| refresh.expiry),
            front_token: tokens.front_token(self.user_id()),
            anti_csrf_token: tokens.anti_csrf_token.clone(),
            access_and_front_token_updated: tokens.updated,
        }
    }

    /// Ends the session. The core removes it, and the response removes the client's tokens.
    ///
    /// Access tokens that were copied elsewhere stay valid until they expire, except on routes with
    /// `check_database`. Calls `POST /recipe/session/remove`.
    ///
    /// ```
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::post("/leave")]
    /// async fn leave(session: Session) -> Result<(), Error> {
    ///     session.revoke().await
    /// }
    /// # rocket::routes![leave];
    /// ```
    ///
    /// # Errors
    /// [`Error::Core`] if the core sends no usable response. The client then keeps its tokens.
    #[doc(alias = "revokeSession")]
    pub async fn revoke(&self) -> Result<(), Error> {
        let super_tokens = self.super_tokens();
        super_tokens
            .functions()
            .revoke_sessions(&[self.handle()], super_tokens)
            .await?;
        self.tokens().revoked = true;
        if let Some((outbox, method)) = self.attached() {
            outbox.open().clear(method);
        }
        Ok(())
    }

    /// Whether the session was ended through this value or a clone.
    pub(crate) fn is_revoked(&self) -> bool {
        self.tokens().revoked
    }

    /// How the client carries the session's tokens, once it is known.
    pub(crate) fn transfer_method(&self) -> Option<TransferMethod> {
        self.0.attached.get().map(|attachment| attachment.method)
    }

    /// Puts another access token in the place of the current one, here and in the client.
    pub(crate) fn replace_access_token(&self, access_token: AccessToken) {
        let mut tokens = self.tokens();
        tokens.changed_payload = None;
        tokens.access_token = access_token;
        tokens.updated = true;
        if tokens.revoked {
            return;
        }
        if let Some((outbox, method)) = self.attached() {
            outbox.open().set_access_token(
                method,
                tokens.access_token.as_str(),
                tokens.front_token(self.user_id()),
            );
        }
    }

    /// Removes new tokens from the response if the session has ended, for example through an override that ended it by
    /// its handle.
    pub(crate) fn withdraw_if_ended(&self) {
        let Some((outbox, method)) = self.attached() else {
            return;
        };
        if self.has_ended_unseen(&self.tokens()) {
            outbox.open().clear(method);
        }
    }

    /// Where changes go, and how the client carries the tokens.
    fn attached(&self) -> Option<(&Outbox, TransferMethod)> {
        let attachment = self.0.attached.get()?;
        Some((attachment.request.outbox()?, attachment.method))
    }

    /// Whether the session was ended by other means than this value. It does not matter if the client has no new
    /// tokens.
    fn has_ended_unseen(&self, tokens: &Tokens) -> bool {
        tokens.updated && self.super_tokens().refreshes().has_ended(self.handle())
    }

    /// From now on new tokens go to this response. Tokens that the client does not have yet go there at once. If the
    /// session has ended, for example through an override, no tokens go there, and the client's tokens are removed.
    ///
    /// `request` is the handle of the request that the response belongs to.
    pub(crate) fn attach(&self, request: &SuperTokens, method: TransferMethod) {
        let attachment = Attachment {
            request: request.clone(),
            method,
        };
        if self.0.attached.set(attachment).is_err() {
            return;
        }
        let Some((outbox, _)) = self.attached() else {
            return;
        };
        let tokens = self.tokens();
        if tokens.revoked || self.has_ended_unseen(&tokens) {
            return outbox.open().clear(method);
        }
        if !tokens.updated {
            return;
        }
        let mut outgoing = outbox.open();
        outgoing.set_access_token(
            method,
            tokens.access_token.as_str(),
            tokens.front_token(self.user_id()),
        );
        if let Some(refresh) = &tokens.refresh_token {
            outgoing.set_refresh_token(method, &refresh.token, refresh.expiry);
        }
        if let Some(anti_csrf) = &tokens.anti_csrf_token {
            outgoing.set_anti_csrf(anti_csrf);
        }
    }
}

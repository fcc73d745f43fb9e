//! What the crate itself does with a session.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::{Attachment, Inner, Session, SessionTokens, Tokens};
use crate::cdi::{JsonObject, Token};
use crate::claims::ClaimContext;
use crate::config::TransferMethod;
use crate::error::Error;
use crate::session::overrides::{Regenerated, SessionInformation};
use crate::session::payload::{self, merged};
use crate::session::super_tokens::SuperTokens;
use crate::token::{AccessToken, PROTECTED_CLAIMS};
use crate::transfer::{Outbox, front_token};

impl Session {
    /// A session from a token whose signature was checked or that just came from the core.
    pub(crate) fn new(super_tokens: &SuperTokens, access_token: AccessToken) -> Self {
        let claims = access_token.claims.clone();
        Self(Arc::new(Inner {
            super_tokens: super_tokens.clone(),
            handle: claims.session_handle,
            user_id: claims.user_id,
            recipe_user_id: claims.recipe_user_id,
            tenant_id: claims.tenant_id,
            tokens: Mutex::new(Tokens {
                payload: None,
                access_token,
                refresh_token: None,
                anti_csrf_token: None,
                updated: false,
                revoked: false,
            }),
            changing_payload: tokio::sync::Mutex::default(),
            attached: OnceLock::new(),
        }))
    }

    /// A session whose tokens the client does not have yet.
    pub(crate) fn with_new_tokens(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        refresh_token: Token,
        anti_csrf_token: Option<String>,
    ) -> Self {
        let session = Self::new(super_tokens, access_token);
        let mut tokens = session.tokens();
        tokens.refresh_token = Some(refresh_token);
        tokens.anti_csrf_token = anti_csrf_token;
        tokens.updated = true;
        drop(tokens);
        session
    }

    /// A session from tokens that were verified elsewhere.
    pub(in crate::session) fn from_tokens(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        given: SessionTokens,
    ) -> Self {
        let session = Self::new(super_tokens, access_token);
        let mut tokens = session.tokens();
        tokens.refresh_token = given.refresh_token.map(|token| Token {
            token,
            expiry: given.refresh_token_expiry.unwrap_or_default(),
        });
        tokens.anti_csrf_token = given.anti_csrf_token;
        tokens.updated = given.access_and_front_token_updated;
        drop(tokens);
        session
    }

    /// How the client carries the session's tokens, once it is known.
    pub(crate) fn transfer_method(&self) -> Option<TransferMethod> {
        self.0.attached.get().map(|attachment| attachment.method)
    }

    pub(crate) fn access_token(&self) -> AccessToken {
        self.tokens().access_token.clone()
    }

    /// Remembers the anti-csrf token of the request, which goes out again with a new access token.
    pub(crate) fn keep_anti_csrf_token(&self, token: Option<&str>) {
        self.tokens().anti_csrf_token = token.map(str::to_owned);
    }

    /// Puts another access token in the place of the current one, here and in the client.
    pub(crate) fn replace_access_token(&self, access_token: AccessToken) {
        let mut tokens = self.tokens();
        tokens.payload = None;
        tokens.access_token = access_token;
        tokens.updated = true;
        if tokens.revoked {
            return;
        }
        if let Some(Attachment { outbox, method }) = self.0.attached.get() {
            outbox.open().set_access_token(
                *method,
                tokens.access_token.as_str(),
                self.front_token(&tokens),
            );
        }
    }

    /// From now on new tokens go to this answer; those that the client lacks already go at once. Those of a session
    /// that ended before, as by an override, go nowhere: the client loses what it has.
    pub(crate) fn attach(&self, outbox: &Outbox, method: TransferMethod) {
        if self
            .0
            .attached
            .set(Attachment {
                outbox: outbox.clone(),
                method,
            })
            .is_err()
        {
            return;
        }
        let tokens = self.tokens();
        let ended = || tokens.updated && self.0.super_tokens.refreshes().has_ended(self.handle());
        if tokens.revoked || ended() {
            return outbox.open().clear(method);
        }
        if !tokens.updated {
            return;
        }
        let mut outgoing = outbox.open();
        outgoing.set_access_token(
            method,
            tokens.access_token.as_str(),
            self.front_token(&tokens),
        );
        if let Some(refresh) = &tokens.refresh_token {
            outgoing.set_refresh_token(method, &refresh.token, refresh.expiry);
        }
        if let Some(anti_csrf) = &tokens.anti_csrf_token {
            outgoing.set_anti_csrf(anti_csrf);
        }
    }

    /// Has the core make a new access token: with this payload of the user's, or with the one it has stored.
    pub(crate) async fn regenerate(&self, user_payload: Option<JsonObject>) -> Result<(), Error> {
        let super_tokens = &self.0.super_tokens;
        let current = self.access_token();
        let made = super_tokens
            .functions()
            .regenerate_access_token(&current, user_payload, super_tokens)
            .await?;
        match made.ok_or_else(Error::gone)? {
            Regenerated {
                access_token: Some(token),
                ..
            } => self.replace_access_token(token),
            // The token has expired meanwhile. The change is stored and reaches the client with its refresh.
            Regenerated {
                access_token: None,
                payload: stored,
            } => {
                let mut tokens = self.tokens();
                let mut payload = tokens.payload().as_ref().clone();
                // All that is the user's comes from there, what was removed as well.
                payload.retain(|name, _| PROTECTED_CLAIMS.contains(&name.as_str()));
                payload.extend(stored);
                tokens.payload = Some(Arc::new(payload));
            }
        }
        Ok(())
    }

    /// Merges into the stored payload, and not into the token's: what was changed by handle since the token was made
    /// would be undone. What a request remembers is no good for it either.
    pub(in crate::session) async fn merge(&self, update: JsonObject) -> Result<(), Error> {
        let _turn = self.0.changing_payload.lock().await;
        // What is hopeless by itself is no reason for a call.
        payload::check(&merged(&JsonObject::new(), update.clone())?)?;
        let super_tokens = self.0.super_tokens.without_request();
        let stored = super_tokens
            .functions()
            .session_information(self.handle(), &super_tokens)
            .await?
            .ok_or_else(Error::gone)?;
        self.regenerate(Some(merged(&stored.payload, update)?))
            .await
    }

    pub(in crate::session) fn claim_context(&self, super_tokens: &SuperTokens) -> ClaimContext {
        ClaimContext {
            user_id: self.user_id().to_owned(),
            recipe_user_id: self.recipe_user_id().to_owned(),
            tenant_id: self.tenant_id().to_owned(),
            payload: self.access_token_payload(),
            core: super_tokens.core.clone(),
        }
    }

    pub(super) async fn information(&self) -> Result<SessionInformation, Error> {
        let super_tokens = &self.0.super_tokens;
        super_tokens
            .functions()
            .session_information(self.handle(), super_tokens)
            .await?
            .ok_or_else(Error::gone)
    }

    pub(super) fn front_token(&self, tokens: &Tokens) -> String {
        front_token(
            self.user_id(),
            tokens.access_token.claims.expiry_ms,
            &tokens.payload(),
        )
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

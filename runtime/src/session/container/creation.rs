//! Where a session value comes from: a token that was verified, or tokens that are new.

use std::sync::{Arc, Mutex, OnceLock};

use super::tokens::{SessionTokens, Tokens};
use super::{Inner, Session};
use crate::cdi::Token;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

impl Session {
    /// A session from a token whose signature was checked, with the anti-csrf token of the request, which is sent again
    /// with a new access token.
    pub(crate) fn found(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        anti_csrf_token: Option<&str>,
    ) -> Self {
        Self::of(super_tokens, access_token, |tokens| {
            tokens.anti_csrf_token = anti_csrf_token.map(str::to_owned);
        })
    }

    /// A session whose tokens the client does not have yet.
    pub(crate) fn with_new_tokens(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        refresh_token: Token,
        anti_csrf_token: Option<String>,
    ) -> Self {
        Self::of(super_tokens, access_token, |tokens| {
            tokens.refresh_token = Some(refresh_token);
            tokens.anti_csrf_token = anti_csrf_token;
            tokens.updated = true;
        })
    }

    /// A session from tokens that were verified elsewhere.
    pub(in crate::session) fn from_tokens(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        given: SessionTokens,
    ) -> Self {
        Self::of(super_tokens, access_token, |tokens| {
            tokens.refresh_token = given.refresh_token.map(|token| Token {
                token,
                expiry: given.refresh_token_expiry.unwrap_or_default(),
            });
            tokens.anti_csrf_token = given.anti_csrf_token;
            tokens.updated = given.access_and_front_token_updated;
        })
    }

    fn of(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        complete: impl FnOnce(&mut Tokens),
    ) -> Self {
        let found_by = access_token;
        let mut tokens = Tokens::new(found_by.clone());
        complete(&mut tokens);
        Self(Arc::new(Inner {
            super_tokens: super_tokens.clone(),
            found_by,
            tokens: Mutex::new(tokens),
            changing_payload: tokio::sync::Mutex::default(),
            attached: OnceLock::new(),
        }))
    }
}

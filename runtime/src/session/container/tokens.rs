//! The tokens of a session.

use std::fmt;
use std::sync::Arc;

use crate::cdi::{JsonObject, Token};
use crate::token::AccessToken;
use crate::transfer::front_token;

/// The current tokens.
pub(super) struct Tokens {
    pub(super) access_token: AccessToken,
    /// The payload, if it is newer than the access token, which has expired.
    pub(super) changed_payload: Option<Arc<JsonObject>>,
    pub(super) refresh_token: Option<Token>,
    pub(super) anti_csrf_token: Option<String>,
    /// Whether the client has an older access token.
    pub(super) updated: bool,
    /// Whether the session was ended through this value.
    pub(super) revoked: bool,
}

impl Tokens {
    /// The tokens of a session of which only the access token is known.
    pub(super) fn new(access_token: AccessToken) -> Self {
        Self {
            access_token,
            changed_payload: None,
            refresh_token: None,
            anti_csrf_token: None,
            updated: false,
            revoked: false,
        }
    }

    pub(super) fn payload(&self) -> Arc<JsonObject> {
        let changed = self.changed_payload.as_ref().map(Arc::clone);
        changed.unwrap_or_else(|| self.access_token.shared_payload())
    }

    pub(super) fn front_token(&self, user_id: &str) -> String {
        front_token(user_id, self.access_token.expiry(), &self.payload())
    }
}

/// All tokens of a session. Its `Debug` does not show them.
#[derive(Clone)]
#[non_exhaustive]
pub struct SessionTokens {
    /// The access token.
    pub access_token: String,
    /// The refresh token, if the session was created or refreshed just now.
    pub refresh_token: Option<String>,
    /// When the refresh token expires, in milliseconds since 1970.
    pub refresh_token_expiry: Option<u64>,
    /// The front token: what the front end is told about the access token.
    pub front_token: String,
    /// The anti-csrf token, if the session has one.
    pub anti_csrf_token: Option<String>,
    /// Whether the client has an older access token.
    #[doc(alias = "accessAndFrontTokenUpdated")]
    pub access_and_front_token_updated: bool,
}

impl SessionTokens {
    /// The tokens of a session of which only the access token is known.
    pub fn new(access_token: impl Into<String>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: None,
            refresh_token_expiry: None,
            front_token: String::new(),
            anti_csrf_token: None,
            access_and_front_token_updated: false,
        }
    }
}

impl fmt::Debug for SessionTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTokens")
            .field(
                "access_and_front_token_updated",
                &self.access_and_front_token_updated,
            )
            .finish_non_exhaustive()
    }
}

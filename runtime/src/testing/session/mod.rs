//! A session for a request of a test: what it is to be, and the tokens that the core gave for it.

mod mint;
mod shown;
mod tokens;
mod wanted;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub(super) use self::tokens::Tokens;
pub use self::wanted::ClaimKey;
use super::kit::TestSuperTokens;
use crate::cdi::{JsonObject, PUBLIC_TENANT};
use crate::config::TransferMethod;

/// A session of a user, for [`TestRequest::session`](super::TestRequest::session). Made by
/// [`TestSuperTokens::session`].
///
/// It begins when it is used first, with the settings of the application that it is used with. From then on it is one
/// session, however often it is used; clones are the same session. What it has in its payload must be said before.
///
/// It holds the tokens with which it began, and does not learn of others by itself. A client that keeps cookies does:
/// if it has newer tokens of the same session, from a response, these are sent. Without cookies,
/// [`session_from`](TestSuperTokens::session_from) makes a value of the tokens in a response.
#[derive(Clone)]
#[must_use = "a session is used with a request: `client.get(..).session(&session)`"]
pub struct TestSession {
    pub(super) of: TestSuperTokens,
    wanted: Wanted,
    pub(super) shown: Shown,
    /// Shared by clones.
    begun: Arc<OnceLock<Tokens>>,
}

/// What the session has when it begins.
#[derive(Clone)]
struct Wanted {
    user_id: String,
    tenant_id: String,
    payload: JsonObject,
    data: JsonObject,
    /// Keys of the claims whose time is set when the session begins.
    claims: Vec<String>,
    stale: Vec<String>,
    roles: Vec<String>,
    permissions: Vec<String>,
    email_verified: Option<bool>,
    revoked: bool,
}

/// How a request shows the session.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown {
    /// If not said, what the application takes.
    pub(super) method: Option<TransferMethod>,
    pub(super) expired: bool,
    pub(super) wrong_key: bool,
    pub(super) without_anti_csrf: bool,
}

impl TestSuperTokens {
    /// A session of this user, whom the core need not know. It is as new as one that a login has begun.
    ///
    /// It has the claims that you give to it, and the application's `override_functions` do not see it begin. For a
    /// session with all that your login adds, log in: dispatch a request to your own route.
    pub fn session(&self, user_id: &str) -> TestSession {
        TestSession {
            of: self.clone(),
            wanted: Wanted {
                user_id: user_id.to_owned(),
                tenant_id: PUBLIC_TENANT.to_owned(),
                payload: JsonObject::new(),
                data: JsonObject::new(),
                claims: Vec::new(),
                stale: Vec::new(),
                roles: Vec::new(),
                permissions: Vec::new(),
                email_verified: None,
                revoked: false,
            },
            shown: Shown::default(),
            begun: Arc::default(),
        }
    }

    /// A session that a response has begun or refreshed.
    pub(super) fn session_with(&self, tokens: Tokens, method: TransferMethod) -> TestSession {
        let session = self.session(tokens.access_token.user_id());
        let begun = OnceLock::from(tokens);
        TestSession {
            shown: Shown {
                method: Some(method),
                ..Shown::default()
            },
            begun: Arc::new(begun),
            ..session
        }
    }
}

impl fmt::Debug for TestSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestSession")
            .field("user_id", &self.wanted.user_id)
            .field("handle", &self.handle())
            .finish_non_exhaustive()
    }
}

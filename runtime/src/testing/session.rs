//! A session for a request of a test: what it is to be, and the tokens that the core gave for it.

mod mint;
mod tokens;

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::{Value, json};

pub(super) use self::tokens::Tokens;
use super::kit::TestSuperTokens;
use crate::cdi::{JsonObject, PUBLIC_TENANT};
use crate::claims::{Claim, EmailVerified, Permission, UserRole};
use crate::config::TransferMethod;
use crate::session::{SuperTokens, object};

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

/// What the session is. All of it is said before the session is used.
impl TestSession {
    /// Adds a role. The user gets it at the core too, so that the application finds it when it asks again.
    ///
    /// # Panics
    /// If the session has begun, like every function that says what it is to have.
    #[track_caller]
    pub fn role(mut self, role: &str) -> Self {
        self.not_yet_begun();
        self.wanted.roles.push(role.to_owned());
        self.list(UserRole.key(), role)
    }

    /// Adds a permission. At the core it becomes one of the session's first role or, if there is none, of a role named
    /// `permissions of the test`.
    #[track_caller]
    pub fn permission(mut self, permission: &str) -> Self {
        self.not_yet_begun();
        self.wanted.permissions.push(permission.to_owned());
        self.list(Permission.key(), permission)
    }

    /// Sets a claim in the usual form, a value and the time when it was fetched: now.
    ///
    /// ```
    /// # use rocket_supertokens::testing::TestSuperTokens;
    /// let st = TestSuperTokens::new();
    /// let alice = st.session("alice").claim("plan", "pro").claim("seats", 7);
    /// ```
    ///
    /// # Panics
    /// If the value cannot be written as JSON.
    #[track_caller]
    pub fn claim(self, key: &str, value: impl Serialize) -> Self {
        let value = match serde_json::to_value(value) {
            Ok(value) => value,
            Err(error) => panic!("the claim {key:?}: {error}"),
        };
        self.entry(key, json!({ "v": value, "t": null }))
    }

    /// Sets a claim by its type, in the form that this one has.
    ///
    /// # Panics
    /// If the value cannot be written as JSON.
    #[track_caller]
    pub fn claim_value<C: Claim>(self, claim: &C, value: &C::Value) -> Self {
        match claim.entry(value) {
            Ok(entry) => self.entry(claim.key(), entry),
            Err(error) => panic!("the claim {:?}: {error}", claim.key()),
        }
    }

    /// Sets whether the e-mail address is verified. With `true`, the core gets to know the user and a verified address,
    /// `<user id>@example.com` unless it knows another.
    #[track_caller]
    pub fn email_verified(mut self, verified: bool) -> Self {
        self.wanted.email_verified = Some(verified);
        self.claim(EmailVerified.key(), verified)
    }

    /// Makes a claim very old, so that a check with `max_age` fetches it again.
    ///
    /// ```
    /// # use rocket_supertokens::testing::TestSuperTokens;
    /// use rocket_supertokens::claims::UserRole;
    ///
    /// let st = TestSuperTokens::new();
    /// let alice = st.session("alice").claim("plan", "pro").stale_claim("plan");
    /// let bob = st.session("bob").role("admin").stale_claim(&UserRole);
    /// ```
    ///
    /// # Panics
    /// When the session begins, if it has no such claim.
    #[track_caller]
    pub fn stale_claim(mut self, claim: impl ClaimKey) -> Self {
        self.not_yet_begun();
        self.wanted.stale.push(claim.into_key());
        self
    }

    /// The tenant of the session; `public` if not said. The core has it from then on.
    #[track_caller]
    pub fn tenant(mut self, tenant_id: &str) -> Self {
        self.not_yet_begun();
        tenant_id.clone_into(&mut self.wanted.tenant_id);
        self
    }

    /// Adds members to the access-token payload.
    ///
    /// # Panics
    /// If it is not a JSON object.
    #[track_caller]
    pub fn payload(mut self, payload: impl Serialize) -> Self {
        self.not_yet_begun();
        match object("the access token payload", payload) {
            Ok(payload) => self.wanted.payload.extend(payload),
            Err(error) => panic!("{error}"),
        }
        self
    }

    /// Sets the session data that the core's database keeps.
    ///
    /// # Panics
    /// If it is not a JSON object.
    #[track_caller]
    pub fn data(mut self, data: impl Serialize) -> Self {
        self.not_yet_begun();
        match object("the session data", data) {
            Ok(data) => self.wanted.data = data,
            Err(error) => panic!("{error}"),
        }
        self
    }

    /// Whether the request is to show another token than the session's own.
    pub(super) fn is_forged(&self) -> bool {
        self.shown.expired || self.shown.wrong_key
    }

    /// A list of texts, one more of them.
    #[track_caller]
    fn list(self, key: &str, value: &str) -> Self {
        let entry = self.wanted.payload.get(key);
        let mut list = match entry.and_then(|entry| entry.get("v")) {
            Some(Value::Array(list)) => list.clone(),
            _ => Vec::new(),
        };
        list.push(value.into());
        self.claim(key, list)
    }

    #[track_caller]
    fn entry(mut self, key: &str, entry: Value) -> Self {
        self.not_yet_begun();
        self.wanted.claims.push(key.to_owned());
        self.wanted.payload.insert(key.to_owned(), entry);
        self
    }

    #[track_caller]
    fn not_yet_begun(&self) {
        assert!(
            self.begun.get().is_none(),
            "this session has begun: say what it has before it is used, or make another with `session(..)`"
        );
    }
}

/// How a request shows the session. It stays the same session, for its clones too.
impl TestSession {
    /// With an access token that expired an hour ago. A route answers "try refresh token"; the refresh token is good.
    pub fn expired(mut self) -> Self {
        self.shown.expired = true;
        self
    }

    /// With an access token that another key has signed than the one it names, as a forged one. A route answers "try
    /// refresh token".
    pub fn wrong_key(mut self) -> Self {
        self.shown.wrong_key = true;
        self
    }

    /// Without the `anti-csrf` token or the `rid` header, as a request that another site has made the browser send.
    /// Where the application's setting `anti_csrf` is `"none"`, this changes nothing.
    pub fn without_anti_csrf(mut self) -> Self {
        self.shown.without_anti_csrf = true;
        self
    }

    /// Carried in the `Authorization` header, as by a mobile app. Otherwise it is in cookies, unless the application
    /// takes headers only.
    pub fn in_headers(mut self) -> Self {
        self.shown.method = Some(TransferMethod::Header);
        self
    }

    /// Ended at the core. As in production, its access token passes until it expires, except on routes with
    /// `check_database`; a refresh is refused.
    pub fn revoked(mut self) -> Self {
        self.wanted.revoked = true;
        self
    }

    /// The access token itself, for a program without Rocket or a route that takes it elsewhere than a front end puts
    /// it. `of` is the application's `SuperTokens`: from [`TestSuperTokens::build`], or
    /// `client.rocket().state::<SuperTokens>()`.
    #[track_caller]
    pub fn access_token(&self, of: &SuperTokens) -> String {
        self.access_token_shown(&self.tokens(of).access_token)
    }

    /// The session handle; `None` until the session begins, when it is used first.
    pub fn handle(&self) -> Option<&str> {
        Some(self.begun.get()?.access_token.session_handle())
    }
}

/// A claim by its key, for [`TestSession::stale_claim`]: a text, or a reference to the claim.
pub trait ClaimKey {
    #[doc(hidden)]
    fn into_key(self) -> String;
}

impl ClaimKey for &str {
    fn into_key(self) -> String {
        self.to_owned()
    }
}

impl<C: Claim> ClaimKey for &C {
    fn into_key(self) -> String {
        self.key().to_owned()
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

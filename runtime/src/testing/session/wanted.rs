//! What a session has when it begins.

use serde::Serialize;
use serde_json::{Value, json};

use super::TestSession;
use crate::claims::{Claim, EmailVerified, Permission, UserRole};
use crate::session::object;
use crate::token::PROTECTED_CLAIMS;

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
    /// `<user id>@example.com` unless it knows another. An application whose setting `email_verification` is
    /// `"required"` needs it on every route.
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
    /// If it is not a JSON object, or has a claim that the core sets, such as `sub`.
    #[track_caller]
    pub fn payload(mut self, payload: impl Serialize) -> Self {
        self.not_yet_begun();
        let payload = match object("the access token payload", payload) {
            Ok(payload) => payload,
            Err(error) => panic!("{error}"),
        };
        for name in PROTECTED_CLAIMS {
            let is_there = payload.contains_key(name);
            assert!(
                !is_there,
                "`{name}` of the payload is set by the core alone"
            );
        }
        self.wanted.payload.extend(payload);
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

//! The arguments of the functions that an application may override.

use crate::cdi::{JsonObject, PUBLIC_TENANT};
use crate::session::options::VerifyOptions;
use crate::token::AccessToken;

/// A session that is about to begin.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewSession {
    /// The recipe user id: the login method with which the user signed in.
    pub recipe_user_id: String,
    /// The tenant. Default: `public`.
    pub tenant_id: String,
    /// Claims for the access token. Claims that belong to the core (`sub`, `exp`, ..) are left out.
    pub payload: JsonObject,
    /// The session data, which the core's database keeps.
    pub data: JsonObject,
    /// True for sessions in headers: they need no protection against forged requests.
    pub disable_anti_csrf: bool,
}

impl NewSession {
    /// A session of the public tenant, without claims of its own and without session data.
    pub fn new(recipe_user_id: impl Into<String>) -> Self {
        Self {
            recipe_user_id: recipe_user_id.into(),
            tenant_id: PUBLIC_TENANT.to_owned(),
            payload: JsonObject::new(),
            data: JsonObject::new(),
            disable_anti_csrf: false,
        }
    }
}

/// An access token to be verified. Its `Debug` does not show the tokens.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Verification {
    /// The token, if the request has one.
    pub access_token: Option<AccessToken>,
    /// The anti-csrf token, if the request has one.
    pub anti_csrf_token: Option<AntiCsrfToken>,
    /// How the token is verified.
    pub options: VerifyOptions,
}

/// A refresh token that is about to be traded. Its `Debug` does not show the tokens.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Refresh {
    /// The token.
    pub refresh_token: RefreshToken,
    /// The anti-csrf token, if the request has one.
    pub anti_csrf_token: Option<AntiCsrfToken>,
    /// True if no anti-csrf token is needed.
    pub disable_anti_csrf: bool,
}

/// Says which sessions of a user are meant. A user id stands for all of them: functions that take sessions of a user take
/// a text, too.
///
/// ```
/// use rocket_supertokens::session::SessionsOfUser;
///
/// let all: SessionsOfUser = "alice".into();
/// assert!(all.linked_accounts && all.tenant_id.is_none());
/// let of_tenant = SessionsOfUser::all("alice").in_tenant("customers");
/// # drop(of_tenant);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use = "it only says which sessions are meant"]
pub struct SessionsOfUser {
    /// The user.
    pub user_id: String,
    /// Whether sessions of linked accounts are included. Default: true.
    pub linked_accounts: bool,
    /// Only the sessions of this tenant. Default: all tenants.
    pub tenant_id: Option<String>,
}

impl SessionsOfUser {
    /// All sessions of the user, in all tenants, and those of linked accounts.
    pub fn all(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            linked_accounts: true,
            tenant_id: None,
        }
    }

    /// Leaves out the sessions of linked accounts.
    pub fn without_linked_accounts(mut self) -> Self {
        self.linked_accounts = false;
        self
    }

    /// Only the sessions of one tenant.
    pub fn in_tenant(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }
}

impl From<&str> for SessionsOfUser {
    fn from(user_id: &str) -> Self {
        Self::all(user_id)
    }
}

impl From<&String> for SessionsOfUser {
    fn from(user_id: &String) -> Self {
        Self::all(user_id)
    }
}

impl From<String> for SessionsOfUser {
    fn from(user_id: String) -> Self {
        Self::all(user_id)
    }
}

macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text of the token. Never log it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(text.into())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

secret_text! {
    /// A refresh token. Its `Debug` does not show it.
    RefreshToken
}
secret_text! {
    /// An anti-csrf token. Its `Debug` does not show it.
    AntiCsrfToken
}

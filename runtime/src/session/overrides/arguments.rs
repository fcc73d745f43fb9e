//! What the functions that an application may override are given.

use crate::cdi::{JsonObject, PUBLIC_TENANT};
use crate::session::options::VerifyOptions;
use crate::token::AccessToken;

/// A session to be.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewSession {
    /// Id of the login method that the user came by.
    pub recipe_user_id: String,
    /// The tenant. Default: `public`.
    pub tenant_id: String,
    /// The user's claims. Those that belong to the core are left out.
    pub payload: JsonObject,
    /// The data in the core's database.
    pub data: JsonObject,
    /// True for sessions in headers, which need no protection against forged requests.
    pub disable_anti_csrf: bool,
}

impl NewSession {
    /// A session of the public tenant, without claims and data.
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
    /// How it is verified.
    pub options: VerifyOptions,
}

/// A refresh token to be traded. Its `Debug` does not show the tokens.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Refresh {
    /// The token.
    pub refresh_token: RefreshToken,
    /// The anti-csrf token, if the request has one.
    pub anti_csrf_token: Option<AntiCsrfToken>,
    /// True where no anti-csrf token is needed.
    pub disable_anti_csrf: bool,
}

/// Which sessions of a user.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use = "it only says which sessions are meant"]
pub struct SessionsOfUser {
    /// The user.
    pub user_id: String,
    /// Also those of linked accounts. Default: true.
    pub linked_accounts: bool,
    /// Only those of this tenant. Default: all tenants.
    pub tenant_id: Option<String>,
}

impl SessionsOfUser {
    /// All of them: of linked accounts too, in all tenants.
    pub fn all(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            linked_accounts: true,
            tenant_id: None,
        }
    }

    /// Leaves out linked accounts.
    pub fn without_linked_accounts(mut self) -> Self {
        self.linked_accounts = false;
        self
    }

    /// Only those of one tenant.
    pub fn in_tenant(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }
}

macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text. Never log it.
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

//! An attempt that may be limited.

use std::fmt;
use std::net::IpAddr;

use tokio::time::Instant;

use crate::cdi::stored_email;

/// What somebody attempts at a route of a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptKind {
    /// To sign in, with a password that may be a guess.
    SignIn,
    /// To make an account.
    SignUp,
    /// To have the mail sent with which a password is reset.
    PasswordReset,
    /// To have the mail sent with which an address is verified.
    EmailVerification,
    /// To learn whether an address has an account.
    EmailExists,
}

impl AttemptKind {
    /// For the log.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::PasswordReset => "password_reset",
            Self::EmailVerification => "email_verification",
            Self::EmailExists => "email_exists",
        }
    }
}

/// An attempt, before anything is done for it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What is attempted.
    pub kind: AttemptKind,
    /// The tenant of the request, in lower case: the core knows no other.
    pub tenant_id: String,
    /// The e-mail address in the form in which the core compares addresses: without spaces around it, in lower case. It
    /// need not be that of a user.
    pub email: String,
    /// The address of the client, if it is known. Behind a proxy it is what Rocket's setting `ip_header` finds.
    pub client_ip: Option<IpAddr>,
    /// When it was made, by the clock of its `SuperTokens`.
    pub(super) moment: Instant,
}

impl Attempt {
    /// An attempt of a client whose address is not known.
    pub fn new(kind: AttemptKind, tenant_id: impl Into<String>, email: &str) -> Self {
        Self {
            kind,
            tenant_id: tenant_id.into().to_ascii_lowercase(),
            email: stored_email(email),
            client_ip: None,
            moment: Instant::now(),
        }
    }

    /// Sets the address of the client.
    pub fn client_ip(mut self, client_ip: Option<IpAddr>) -> Self {
        self.client_ip = client_ip;
        self
    }

    /// Sets when it was made.
    pub(super) fn at(mut self, moment: Instant) -> Self {
        self.moment = moment;
        self
    }
}

/// Whose the address is belongs in no log.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("kind", &self.kind)
            .field("tenant_id", &self.tenant_id)
            .field("client_ip", &self.client_ip)
            .finish_non_exhaustive()
    }
}

//! The figures of the limits.

use std::time::Duration;

use super::attempt::AttemptKind;
use super::bucket::Limit;

/// What attempts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CountedBy {
    /// Those for one e-mail address from one client.
    EmailAndClient,
    /// Those for one e-mail address, from whatever client, except from clients from which its user has logged in.
    Email,
    /// Those from one client, for whatever address.
    Client,
}

impl CountedBy {
    /// For the log.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::EmailAndClient => "email_and_client",
            Self::Email => "email",
            Self::Client => "client",
        }
    }
}

/// How many attempts of each kind are admitted. What is not in here is not limited.
#[derive(Debug)]
pub(super) struct Figures(Vec<(AttemptKind, CountedBy, Limit)>);

impl Figures {
    pub(super) fn of(&self, kind: AttemptKind, by: CountedBy) -> Option<Limit> {
        let found = self.0.iter().find(|(k, b, _)| (*k, *b) == (kind, by));
        found.map(|(_, _, limit)| *limit)
    }

    pub(super) fn set(&mut self, kind: AttemptKind, by: CountedBy, limit: Option<Limit>) {
        self.0.retain(|(k, b, _)| (*k, *b) != (kind, by));
        self.0.extend(limit.map(|limit| (kind, by, limit)));
    }
}

/// As the documentation of `AttemptLimits` has them. For an address there are five times as many as one client may use up
/// in the same time: a single client locks nobody out.
impl Default for Figures {
    fn default() -> Self {
        use AttemptKind::{EmailExists, EmailVerification, PasswordReset, SignIn, SignUp};
        use CountedBy::{Client, Email, EmailAndClient};

        let limit =
            |attempts, minutes: u64| Limit::new(attempts, Duration::from_secs(60 * minutes));
        Self(vec![
            (SignIn, EmailAndClient, limit(20, 10)),
            (SignIn, Email, limit(600, 60)),
            (SignIn, Client, limit(300, 5)),
            (SignUp, EmailAndClient, limit(20, 60)),
            (SignUp, Email, limit(100, 60)),
            (SignUp, Client, limit(100, 60)),
            (PasswordReset, EmailAndClient, limit(10, 60)),
            (PasswordReset, Email, limit(50, 60)),
            (PasswordReset, Client, limit(100, 60)),
            (EmailVerification, EmailAndClient, limit(20, 60)),
            (EmailVerification, Email, limit(100, 60)),
            (EmailVerification, Client, limit(200, 60)),
            (EmailExists, Client, limit(600, 10)),
        ])
    }
}

//! `TestSuperTokens`: puts an application on a core of its own.

mod builder;
mod launch;
mod settings;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use figment::Figment;
use figment::providers::Serialized;
use rocket::local::{asynchronous, blocking};
use rocket::{Build, Rocket};

pub use self::builder::TestSuperTokensBuilder;
use self::launch::{Launch, has_fairing, launched, may_block};
use super::clock::TestClock;
use super::core::TestCore;
use crate::config::TokenNames;
use crate::error::ConfigError;
use crate::mail::{Email, KeptEmails};
use crate::session::SuperTokens;
use crate::web::{Builder, LaunchFailure, UnderTest};

/// A core, keys and a clock for the tests of one application; see the [module](crate::testing).
///
/// Each one is a world of its own, so tests may run at the same time. Clones are cheap and are the same world.
#[derive(Clone)]
pub struct TestSuperTokens(Arc<Inner>);

struct Inner {
    core: TestCore,
    clock: TestClock,
    /// Of the applications that were launched.
    names: Mutex<Vec<TokenNames>>,
    /// What the applications have posted.
    emails: KeptEmails,
}

impl TestSuperTokens {
    /// A core with the newest interface that this crate speaks, and without users.
    #[must_use]
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "it is made for a test, not filled in"
    )]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Launches an application and returns a client that keeps its cookies, as a browser does.
    ///
    /// # Panics
    /// If the application does not launch, or its [fairing](SuperTokens::fairing) is not attached.
    #[track_caller]
    pub fn client(&self, rocket: Rocket<Build>) -> blocking::Client {
        may_block("client");
        let (rocket, test) = self.installed(rocket);
        let client = launched(blocking::Client::tracked(rocket), &test);
        has_fairing(client.rocket());
        client
    }

    /// As [`client`](Self::client), but cookies are forgotten after each request.
    ///
    /// # Panics
    /// As [`client`](Self::client).
    #[track_caller]
    pub fn untracked_client(&self, rocket: Rocket<Build>) -> blocking::Client {
        may_block("untracked_client");
        let (rocket, test) = self.installed(rocket);
        let client = launched(blocking::Client::untracked(rocket), &test);
        has_fairing(client.rocket());
        client
    }

    /// As [`client`](Self::client), for asynchronous tests.
    ///
    /// # Panics
    /// As [`client`](Self::client).
    pub async fn async_client(&self, rocket: Rocket<Build>) -> asynchronous::Client {
        let (rocket, test) = self.installed(rocket);
        let client = launched(asynchronous::Client::tracked(rocket).await, &test);
        has_fairing(client.rocket());
        client
    }

    /// As [`untracked_client`](Self::untracked_client), for asynchronous tests.
    ///
    /// # Panics
    /// As [`client`](Self::client).
    pub async fn async_untracked_client(&self, rocket: Rocket<Build>) -> asynchronous::Client {
        let (rocket, test) = self.installed(rocket);
        let client = launched(asynchronous::Client::untracked(rocket).await, &test);
        has_fairing(client.rocket());
        client
    }

    /// The application on this core, for a client that you make yourself. It keeps all settings but those that name
    /// the core, and gets what it lacks. It launches with Rocket's local clients only.
    ///
    /// # Panics
    /// If the application has a `TestSuperTokens` already.
    #[must_use]
    #[track_caller]
    pub fn rocket(&self, rocket: Rocket<Build>) -> Rocket<Build> {
        self.installed(rocket).0
    }

    /// A `SuperTokens` on this core for a program without Rocket, as [`Builder::build`] makes it. What is missing of
    /// the settings is added. [`TestSession::access_token`](super::TestSession::access_token) gives tokens for it.
    ///
    /// # Errors
    /// As [`Builder::build`].
    pub fn build(&self, settings: Builder) -> Result<SuperTokens, ConfigError> {
        settings
            .under_test(&self.under_test(), &Figment::new())?
            .build()
    }

    /// The application's core.
    pub fn core(&self) -> &TestCore {
        &self.0.core
    }

    /// The clock of the application's `SuperTokens` and of its core.
    ///
    /// ```
    /// # use rocket_supertokens::testing::TestSuperTokens;
    /// # use std::time::Duration;
    /// let st = TestSuperTokens::new();
    /// st.clock().advance(Duration::from_secs(3600)); // access tokens live for an hour
    /// ```
    pub fn clock(&self) -> &TestClock {
        &self.0.clock
    }

    /// The e-mails that the applications have posted, the oldest first. They are here when the response is, and none is
    /// sent: the application's own [`SendEmail`](crate::mail::SendEmail) is not called, and need not be there. Outside of
    /// tests an application that has to send e-mails, and names nobody who does, fails to launch with
    /// [`ConfigError::NobodySendsEmails`](crate::error::ConfigError::NobodySendsEmails).
    #[must_use]
    pub fn emails(&self) -> Vec<Email> {
        self.0.emails.all()
    }

    /// The newest e-mail to this address, to take the link from.
    ///
    /// ```
    /// # use rocket_supertokens::testing::TestSuperTokens;
    /// # fn check(st: TestSuperTokens) {
    /// let email = st.last_email_to("ada@example.com");
    /// let token = email.link().token();
    /// # }
    /// ```
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn last_email_to(&self, address: &str) -> Email {
        let emails = self.emails();
        let found = emails
            .iter()
            .rev()
            .find(|email| email.recipient() == address);
        found.cloned().unwrap_or_else(|| {
            let others: Vec<_> = emails.iter().map(Email::recipient).collect();
            panic!("there is no e-mail to {address:?}; there are e-mails to {others:?}")
        })
    }

    #[track_caller]
    fn installed(&self, rocket: Rocket<Build>) -> (Rocket<Build>, LaunchFailure) {
        assert!(
            rocket.state::<UnderTest>().is_none(),
            "the application has a `TestSuperTokens` already: give it to `rocket` or to `client`, not to both"
        );
        let test = self.under_test();
        let failure = test.failure.clone();
        // The local clients leave it as it is. Port 0 is never that of a listener.
        let figment = rocket.figment().clone();
        let figment = figment.merge(Serialized::global("port", 0));
        let rocket = rocket
            .configure(figment)
            .manage(test)
            .manage(self.clone())
            .attach(Launch);
        (rocket, failure)
    }

    pub(in crate::testing) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The names of the tokens in the applications that were launched.
    pub(in crate::testing) fn names(&self) -> Vec<TokenNames> {
        let names = self.0.names.lock();
        names.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note_names(&self, names: &TokenNames) {
        let known = self.0.names.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if !known.contains(names) {
            known.push(names.clone());
        }
    }
}

impl fmt::Debug for TestSuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestSuperTokens").finish_non_exhaustive()
    }
}

//! `TestSuperTokens`: puts an application on a core of its own.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use figment::Figment;
use figment::providers::Serialized;
use rocket::error::{Error as LaunchError, ErrorKind};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::local::{asynchronous, blocking};
use rocket::{Build, Orbit, Rocket};
use supertokens_dev_core::{DevCore, DevCoreBuilder};

use super::clock::TestClock;
use super::core::TestCore;
use crate::cdi::Version;
use crate::config::{Settings, TokenNames};
use crate::error::ConfigError;
use crate::session::SuperTokens;
use crate::web::{Builder, LaunchFailure, UnderTest};

/// Stands in the `iss` of the tokens.
const ISSUER_DOMAIN: &str = "https://rocket-supertokens.test";
/// Where the application believes its core to be. It stands in the texts of errors.
const CORE: &str = "http://core-of-this-test";
/// For an application whose settings are not at hand in the test.
const OWN_DOMAIN: &str = "http://localhost:8000";

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
}

/// Settings of a [`TestSuperTokens`], by [`TestSuperTokens::builder`].
#[derive(Debug, Clone)]
#[must_use = "nothing happens until `build`"]
pub struct TestSuperTokensBuilder {
    core: DevCoreBuilder,
    version: Version,
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

    /// Begins with other settings of the core.
    pub fn builder() -> TestSuperTokensBuilder {
        // A token lives as long as the setting says, and no test depends on chance.
        let core = DevCore::builder()
            .in_memory()
            .test_mode()
            .access_token_validity_jitter(0.0);
        let [.., version] = Version::SPOKEN;
        TestSuperTokensBuilder { core, version }
    }

    /// Launches an application and returns a client that keeps its cookies, as a browser does.
    ///
    /// # Panics
    /// If the application does not launch, or its [fairing](SuperTokens::fairing) is not attached.
    #[track_caller]
    pub fn client(&self, rocket: Rocket<Build>) -> blocking::Client {
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

    fn under_test(&self) -> UnderTest {
        UnderTest {
            transport: Arc::new(self.0.core.clone()),
            clock: self.0.clock.of_application().clone(),
            instead: Settings {
                connection_uri: Some(CORE.to_owned()),
                api_key: Some("of-this-test".to_owned().into()),
                // Nothing is asked in the background, where a test would not expect it.
                check_core_at_launch: Some(false),
                check_cors_at_launch: Some(false),
                ..Settings::default()
            },
            otherwise: Settings {
                app_name: Some("Test".to_owned()),
                api_domain: Some(OWN_DOMAIN.to_owned()),
                website_domain: Some(OWN_DOMAIN.to_owned()),
                ..Settings::default()
            },
            issuer_domain: ISSUER_DOMAIN,
            failure: LaunchFailure::default(),
        }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The names of the tokens in the applications that were launched.
    pub(super) fn names(&self) -> Vec<TokenNames> {
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

impl TestSuperTokensBuilder {
    /// The newest version of the core driver interface that the core offers, such as `"5.3"`: 5.6 is the core 12.1,
    /// 5.3 the core 11.0. Versions differ in how refresh tokens are replaced.
    ///
    /// # Panics
    /// If this crate does not speak the version.
    #[track_caller]
    pub fn max_cdi_version(self, version: &str) -> Self {
        let spoken = Version::parse(version).filter(|it| Version::SPOKEN.contains(it));
        let Some(spoken) = spoken else {
            panic!("there is no CDI version {version:?}: write one from \"5.0\" to \"5.6\"");
        };
        Self {
            core: self.core.max_cdi_version(version),
            version: spoken,
        }
    }

    /// A setting of the core by its name in the core's `config.yaml`, such as `access_token_validity` (in seconds) or
    /// `refresh_token_validity` (in minutes).
    pub fn core_setting(self, name: &str, value: impl fmt::Display) -> Self {
        Self {
            core: self.core.set(name, value),
            ..self
        }
    }

    /// Makes it.
    ///
    /// # Panics
    /// If the core has no such setting, or not with this value.
    #[must_use]
    #[track_caller]
    pub fn build(self) -> TestSuperTokens {
        let core = TestCore::new(self.core, self.version);
        TestSuperTokens(Arc::new(Inner {
            clock: TestClock::beside(core.clock()),
            core,
            names: Mutex::default(),
        }))
    }
}

#[track_caller]
fn launched<C>(client: Result<C, LaunchError>, failure: &LaunchFailure) -> C {
    let error = match client {
        Ok(client) => return client,
        Err(error) => error,
    };
    let hint = match error.kind() {
        ErrorKind::SentinelAborts(_) => {
            "a guard of a route misses something: is `SuperTokens::fairing()` attached, and is the state managed?"
        }
        _ => "Rocket's log above says more",
    };
    let reason = failure.take().unwrap_or_else(|| hint.to_owned());
    panic!("the application does not launch, {error}: {reason}")
}

#[track_caller]
fn has_fairing(rocket: &Rocket<Orbit>) {
    assert!(
        rocket.state::<SuperTokens>().is_some(),
        "the application has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`"
    );
}

/// Looks at the application once it is up.
struct Launch;

#[rocket::async_trait]
impl Fairing for Launch {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens, under test",
            kind: Kind::Liftoff,
        }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        if rocket.config().port != 0 {
            tracing::error!(
                "this application has a `TestSuperTokens`, which accepts the keys of tests: it launches with Rocket's local clients only, and shuts down now"
            );
            rocket.shutdown().notify();
            return;
        }
        let (Some(test), Some(super_tokens)) = (
            rocket.state::<TestSuperTokens>(),
            rocket.state::<SuperTokens>(),
        ) else {
            return;
        };
        test.note_names(&super_tokens.config().transfer.without_request().names);
        // As one that has been running for a while: it knows the core's version and keys. A core that is down is
        // what the test wants.
        let _ = super_tokens.reach_core().await;
        let _ = super_tokens.jwks().await;
    }
}

impl fmt::Debug for TestSuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestSuperTokens").finish_non_exhaustive()
    }
}

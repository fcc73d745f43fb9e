//! Other settings of the core.

use std::fmt;
use std::sync::{Arc, Mutex};

use supertokens_dev_core::{DevCore, DevCoreBuilder};

use super::{Inner, TestSuperTokens};
use crate::cdi::Version;
use crate::mail::KeptEmails;
use crate::testing::clock::TestClock;
use crate::testing::core::TestCore;

/// Settings of a [`TestSuperTokens`], by [`TestSuperTokens::builder`].
#[derive(Debug, Clone)]
#[must_use = "nothing happens until `build`"]
pub struct TestSuperTokensBuilder {
    core: DevCoreBuilder,
    version: Version,
}

impl TestSuperTokens {
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
            emails: KeptEmails::default(),
        }))
    }
}

//! What is the test's of the settings, and not the application's.

use std::sync::Arc;

use super::TestSuperTokens;
use crate::config::Settings;
use crate::web::{LaunchFailure, UnderTest};

/// Stands in the `iss` of the tokens.
const ISSUER_DOMAIN: &str = "https://rocket-supertokens.test";
/// Where the application believes its core to be. It stands in the texts of errors.
const CORE: &str = "http://core-of-this-test";
/// For an application whose settings are not at hand in the test.
const OWN_DOMAIN: &str = "http://localhost:8000";

impl TestSuperTokens {
    pub(super) fn under_test(&self) -> UnderTest {
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
            emails: self.0.emails.clone(),
        }
    }
}

//! The validated settings of a core or of one of its apps.

use super::error::ConfigError;
use super::key::Key;
use super::parse::{api_keys, base_path, double, lifetime, long, reuse, version, whole, within};
use super::reuse::RecentTokenReuse;
use crate::cdi::CdiVersion;

/// The longest time that may be set, about 30,000 years: no sum of a few of them overflows.
const LONGEST_MS: f64 = 1e15;
const OUT_OF_RANGE: &str = "is out of range";

/// Every setting that has an effect, with its default.
#[derive(Clone, PartialEq)]
pub(crate) struct Settings {
    /// Lifts the bounds that would make tests wait, as the real core's switch of that name does.
    pub(crate) test_mode: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) base_path: String,
    pub(crate) api_keys: Vec<String>,
    pub(crate) access_token_validity_ms: i64,
    pub(crate) refresh_token_validity_ms: i64,
    pub(crate) dynamic_key_interval_ms: i64,
    pub(crate) rotation_grace_ms: i64,
    pub(crate) validity_jitter: f64,
    pub(crate) recent_token_reuse: RecentTokenReuse,
    pub(crate) max_cdi: CdiVersion,
    pub(crate) min_cdi: Option<CdiVersion>,
    pub(crate) email_verification_lifetime_ms: i64,
    pub(crate) password_reset_lifetime_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            test_mode: false,
            host: "127.0.0.1".into(),
            port: 3567,
            base_path: String::new(),
            api_keys: Vec::new(),
            access_token_validity_ms: 3_600_000,
            refresh_token_validity_ms: 144_000 * 60_000,
            dynamic_key_interval_ms: 168 * 3_600_000,
            rotation_grace_ms: 30_000,
            validity_jitter: 0.05,
            recent_token_reuse: RecentTokenReuse::TokenTheft,
            max_cdi: CdiVersion::NEWEST,
            min_cdi: None,
            email_verification_lifetime_ms: 86_400_000,
            password_reset_lifetime_ms: 3_600_000,
        }
    }
}

impl Settings {
    /// Sets one key from text. Relations between keys are left to [`Self::check`].
    pub(crate) fn set(&mut self, key: Key, value: &str) -> Result<(), ConfigError> {
        let value = value.trim();
        match key {
            Key::Host => value.clone_into(&mut self.host),
            Key::Port => {
                let port = long(key, value)?;
                self.port = port.try_into().map_err(|_| {
                    ConfigError::invalid(key.name(), "must be a port number from 0 to 65535")
                })?;
            }
            Key::BasePath => self.base_path = base_path(value)?,
            Key::ApiKeys => self.api_keys = api_keys(value)?,
            Key::AccessTokenValidity => {
                let seconds = long(key, value)?;
                within(
                    key,
                    (1..=86_400_000).contains(&seconds),
                    "must be between 1 and 86400000 seconds inclusive.",
                )?;
                self.access_token_validity_ms = seconds * 1000;
            }
            Key::RefreshTokenValidity => {
                let ms = double(key, value)? * 60_000.0;
                within(key, (0.0..LONGEST_MS).contains(&ms), OUT_OF_RANGE)?;
                self.refresh_token_validity_ms = whole(ms);
            }
            Key::DynamicKeyInterval => {
                let ms = double(key, value)? * 3_600_000.0;
                within(
                    key,
                    self.test_mode || ms >= 3_600_000.0,
                    "must be greater than, equal to 1 hour.",
                )?;
                within(key, (0.0..LONGEST_MS).contains(&ms), OUT_OF_RANGE)?;
                self.dynamic_key_interval_ms = whole(ms);
            }
            Key::RotationGracePeriod => {
                let seconds = long(key, value)?;
                within(
                    key,
                    self.test_mode || (0..=300).contains(&seconds),
                    "must be between 0 and 300 seconds inclusive.",
                )?;
                let ms = seconds.checked_mul(1000);
                self.rotation_grace_ms =
                    ms.ok_or_else(|| ConfigError::invalid(key.name(), OUT_OF_RANGE))?;
            }
            Key::ValidityJitter => {
                let share = double(key, value)?;
                within(
                    key,
                    (0.0..=0.25).contains(&share),
                    "must be between 0 and 0.25 inclusive.",
                )?;
                self.validity_jitter = share;
            }
            Key::RecentTokenReuse => self.recent_token_reuse = reuse(value)?,
            Key::MaxCdiVersion => self.max_cdi = version(key, value)?,
            Key::MinCdiVersion => self.min_cdi = Some(version(key, value)?),
            Key::EmailVerificationLifetime => {
                self.email_verification_lifetime_ms = lifetime(key, value)?;
            }
            Key::PasswordResetLifetime => self.password_reset_lifetime_ms = lifetime(key, value)?,
        }
        Ok(())
    }

    /// Checks what keys demand of each other.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        within(
            Key::RefreshTokenValidity,
            self.test_mode || self.refresh_token_validity_ms > self.access_token_validity_ms,
            "must be strictly greater than 'access_token_validity'.",
        )?;
        within(
            Key::MinCdiVersion,
            self.min_cdi.is_none_or(|min| min <= self.max_cdi),
            "cannot be greater than 'supertokens_max_cdi_version'",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(entries: &[(Key, &str)]) -> Result<Settings, ConfigError> {
        let mut settings = Settings::default();
        for (key, value) in entries {
            settings.set(*key, value)?;
        }
        settings.check().map(|()| settings)
    }

    #[test]
    fn bounds_are_those_of_the_real_core() {
        let cases = [
            (Key::AccessTokenValidity, "1", true),
            (Key::AccessTokenValidity, "0", false),
            (Key::RotationGracePeriod, "300", true),
            (Key::RotationGracePeriod, "301", false),
            (Key::ValidityJitter, "0.25", true),
            (Key::ValidityJitter, "0.26", false),
            (Key::ValidityJitter, "NaN", false),
            (Key::DynamicKeyInterval, "0", false),
            (Key::ApiKeys, "short", false),
            (
                Key::ApiKeys,
                "throwaway-api-key-00000001, throwaway-api-key-00000002",
                true,
            ),
            (Key::MaxCdiVersion, "5.7", false),
        ];
        for (key, value, good) in cases {
            assert_eq!(with(&[(key, value)]).is_ok(), good, "{key:?} = {value}");
        }
    }

    #[test]
    fn numbers_may_be_text_or_fractions() {
        let cases = [
            (Key::AccessTokenValidity, "60.0", true),
            (Key::AccessTokenValidity, "6e1", true),
            (Key::AccessTokenValidity, "60.5", false),
            (Key::AccessTokenValidity, "true", false),
            (Key::AccessTokenValidity, "[60]", false),
            (Key::RotationGracePeriod, "5.0", true),
            (Key::DynamicKeyInterval, "1.5", true),
            (Key::DynamicKeyInterval, "1e300", false),
            (Key::DynamicKeyInterval, "inf", false),
            (Key::RefreshTokenValidity, "1e99", false),
            (Key::Port, "3567.0", true),
            (Key::Port, "65536", false),
        ];
        for (key, value, good) in cases {
            assert_eq!(with(&[(key, value)]).is_ok(), good, "{key:?} = {value}");
        }
    }

    #[test]
    fn test_mode_lifts_the_bounds_that_make_tests_wait() -> Result<(), ConfigError> {
        for test_mode in [false, true] {
            for (key, value) in [
                (Key::DynamicKeyInterval, "0.001"),
                (Key::RotationGracePeriod, "301"),
                (Key::RefreshTokenValidity, "0.1"),
            ] {
                let mut settings = Settings {
                    test_mode,
                    ..Settings::default()
                };
                let set = settings.set(key, value).and_then(|()| settings.check());
                assert_eq!(set.is_ok(), test_mode, "{key:?}");
            }
            let mut settings = Settings {
                test_mode,
                ..Settings::default()
            };
            assert!(settings.set(Key::ValidityJitter, "0.3").is_err());
        }
        Ok(())
    }

    #[test]
    fn keys_must_agree() {
        let short = [
            (Key::AccessTokenValidity, "60"),
            (Key::RefreshTokenValidity, "1"),
        ];
        assert!(with(&short).is_err());
        let crossed = [(Key::MaxCdiVersion, "5.1"), (Key::MinCdiVersion, "5.2")];
        assert!(with(&crossed).is_err());
    }

    #[test]
    fn a_base_path_is_normalised() {
        let path = |value| with(&[(Key::BasePath, value)]).ok().map(|s| s.base_path);
        assert_eq!(path("st//core/"), Some("/st/core".into()));
        assert_eq!(path("/"), Some(String::new()));
        assert_eq!(path("/a?b"), None);
    }

    #[test]
    fn refresh_validity_may_be_a_fraction_of_a_minute() {
        let settings = with(&[
            (Key::AccessTokenValidity, "2"),
            (Key::RefreshTokenValidity, "0.1"),
        ]);
        assert_eq!(
            settings.ok().map(|s| s.refresh_token_validity_ms),
            Some(6000)
        );
    }
}

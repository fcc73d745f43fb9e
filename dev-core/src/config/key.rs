//! The configuration keys.

use super::error::ConfigError;
use super::inert::{INERT, is_inert};

/// At which level a key may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Only for the whole core.
    Core,
    /// Per app as well.
    App,
    /// Per tenant as well.
    Tenant,
}

/// A key that has an effect here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Host,
    Port,
    BasePath,
    ApiKeys,
    AccessTokenValidity,
    RefreshTokenValidity,
    DynamicKeyInterval,
    RotationGracePeriod,
    ValidityJitter,
    RecentTokenReuse,
    MaxCdiVersion,
    MinCdiVersion,
    EmailVerificationLifetime,
    PasswordResetLifetime,
}

const KEYS: [(Key, &str, Scope, &str); 14] = [
    (
        Key::Host,
        "host",
        Scope::Core,
        "Host name or address to listen on [default: 127.0.0.1]",
    ),
    (
        Key::Port,
        "port",
        Scope::Core,
        "Port to listen on, 0 for a free one [default: 3567]",
    ),
    (
        Key::BasePath,
        "base_path",
        Scope::Core,
        "Path before that of every endpoint [default: none]",
    ),
    (
        Key::ApiKeys,
        "api_keys",
        Scope::App,
        "Keys of which callers must send one, separated by commas, each of at least 20 letters, digits, `-` or `=` \
         [default: none, everyone may call]",
    ),
    (
        Key::AccessTokenValidity,
        "access_token_validity",
        Scope::App,
        "Seconds for which an access token is valid [default: 3600]",
    ),
    (
        Key::RefreshTokenValidity,
        "refresh_token_validity",
        Scope::App,
        "Minutes for which a refresh token is valid, fractions allowed [default: 144000, 100 days]",
    ),
    (
        Key::DynamicKeyInterval,
        "access_token_dynamic_signing_key_update_interval",
        Scope::App,
        "Hours, at least 1, fractions allowed, after which the dynamic signing key changes [default: 168]",
    ),
    (
        Key::RotationGracePeriod,
        "refresh_token_rotation_grace_period",
        Scope::App,
        "Seconds, 0 to 300, for which a refresh token works after its rotation, from CDI 5.6 [default: 30]",
    ),
    (
        Key::ValidityJitter,
        "access_token_validity_jitter",
        Scope::App,
        "Share, 0 to 0.25, by which the validity of access tokens is shortened at random [default: 0.05]",
    ),
    (
        Key::RecentTokenReuse,
        "recent_token_reuse_behaviour",
        Scope::Core,
        "TOKEN_THEFT or UNAUTHORISED: how the reuse of a recently rotated refresh token is reported, from CDI 5.6 \
         [default: TOKEN_THEFT]",
    ),
    (
        Key::MaxCdiVersion,
        "supertokens_max_cdi_version",
        Scope::App,
        "Newest CDI version to offer [default: 5.6]",
    ),
    (
        Key::MinCdiVersion,
        "supertokens_min_cdi_version",
        Scope::App,
        "Oldest CDI version to accept [default: any]",
    ),
    (
        Key::EmailVerificationLifetime,
        "email_verification_token_lifetime",
        Scope::Tenant,
        "Milliseconds for which an email verification token is valid [default: 86400000, one day]",
    ),
    (
        Key::PasswordResetLifetime,
        "password_reset_token_lifetime",
        Scope::Tenant,
        "Milliseconds for which a password reset token is valid [default: 3600000, one hour]",
    ),
];

/// Names that keys had before.
const ALIASES: [(&str, Key); 1] = [(
    "access_token_signing_key_update_interval",
    Key::DynamicKeyInterval,
)];

/// How alike two names must be (1 is equal) for one to be suggested for the other.
const ALIKE: f64 = 0.75;

impl Key {
    /// The key of that name; `None` for a key of the real core that has no effect here.
    pub(crate) fn named(name: &str) -> Result<Option<Self>, ConfigError> {
        if let Some((key, ..)) = KEYS.iter().find(|(_, known, ..)| *known == name) {
            return Ok(Some(*key));
        }
        if let Some((_, key)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
            return Ok(Some(*key));
        }
        if is_inert(name) {
            return Ok(None);
        }
        Err(ConfigError::UnknownKey {
            key: name.to_owned(),
            nearest: nearest(name),
        })
    }

    /// The name in the configuration file.
    pub(crate) fn name(self) -> &'static str {
        self.entry().1
    }

    /// Where the key may be set.
    pub(crate) fn scope(self) -> Scope {
        self.entry().2
    }

    fn entry(self) -> &'static (Self, &'static str, Scope, &'static str) {
        KEYS.iter()
            .find(|(key, ..)| *key == self)
            .expect("every key is in the table")
    }
}

/// A configuration key that has an effect, for programs that offer the keys to their users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigKey {
    /// The name, as in the real core's configuration file.
    pub name: &'static str,
    /// What it does, its unit and its default.
    pub help: &'static str,
    /// The name that it had before, if it had one; it still works.
    pub alias: Option<&'static str>,
}

/// The configuration keys that have an effect.
pub fn config_keys() -> impl Iterator<Item = ConfigKey> {
    KEYS.iter().map(|(key, name, _, help)| ConfigKey {
        name,
        help,
        alias: ALIASES
            .iter()
            .find(|(_, of)| of == key)
            .map(|(alias, _)| *alias),
    })
}

fn nearest(name: &str) -> Option<String> {
    config_keys()
        .map(|key| key.name)
        .chain(INERT)
        .map(|known| {
            (
                strsim::jaro_winkler(known, &name.to_ascii_lowercase()),
                known,
            )
        })
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        for (key, name, scope, _) in KEYS {
            assert_eq!(Key::named(name).ok().flatten(), Some(key));
            assert_eq!((key.name(), key.scope()), (name, scope));
        }
    }

    #[test]
    fn an_alias_names_the_same_key() {
        for (alias, key) in ALIASES {
            assert_eq!(Key::named(alias).ok().flatten(), Some(key));
        }
    }

    #[test]
    fn a_slip_names_the_nearest_key() {
        let message = Key::named("acess_token_validty").map_err(|e| e.to_string());
        assert_eq!(
            message,
            Err("unknown configuration key `acess_token_validty`, did you mean `access_token_validity`?".into())
        );
        let message = Key::named("zzz").map_err(|e| e.to_string());
        assert_eq!(message, Err("unknown configuration key `zzz`".into()));
    }

    #[test]
    fn a_key_without_effect_is_no_mistake() {
        for name in ["bcrypt_log_rounds", "postgresql_connection_uri"] {
            assert_eq!(Key::named(name).ok(), Some(None), "{name}");
        }
    }
}

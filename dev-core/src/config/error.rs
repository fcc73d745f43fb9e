//! What can be wrong with a configuration.

#[cfg(feature = "config-file")]
use std::path::PathBuf;

/// A mistake in the configuration. No variant carries a value that may be secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A key that neither this core nor the real one has.
    #[error("unknown configuration key `{key}`{}", suggestion(.nearest.as_deref()))]
    #[non_exhaustive]
    UnknownKey {
        /// The key as it was written.
        key: String,
        /// The known key that looks most like it, if one does.
        nearest: Option<String>,
    },
    /// A value that the key cannot have. The text is the real core's, wherever that core has one.
    #[error("'{key}' {expected}")]
    #[non_exhaustive]
    InvalidValue {
        /// The key.
        key: String,
        /// What the value must be, as the rest of a sentence that begins with the key.
        expected: String,
    },
    /// The configuration file cannot be read.
    #[cfg(feature = "config-file")]
    #[error("cannot read the configuration file {}", path.display())]
    #[non_exhaustive]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// The configuration file is not a YAML mapping.
    #[cfg(feature = "config-file")]
    #[error("the configuration file {} is not valid YAML", path.display())]
    #[non_exhaustive]
    Yaml {
        /// The file.
        path: PathBuf,
        /// What the YAML parser says.
        source: serde_norway::Error,
    },
}

impl ConfigError {
    pub(super) fn invalid(key: &str, expected: impl Into<String>) -> Self {
        Self::InvalidValue {
            key: key.to_owned(),
            expected: expected.into(),
        }
    }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}

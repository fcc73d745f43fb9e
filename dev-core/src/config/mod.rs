//! Configuration under the real core's key names, from code, command line, YAML file and database.

mod error;
#[cfg(feature = "config-file")]
mod file;
mod inert;
mod key;
mod parse;
mod reuse;
mod settings;

pub use error::ConfigError;
pub use reuse::RecentTokenReuse;

#[cfg(feature = "config-file")]
pub(crate) use file::read_file;
pub use key::{ConfigKey, config_keys};

pub(crate) use key::{Key, Scope};
pub(crate) use settings::Settings;

//! Configuration under the real core's key names, from code, command line, YAML file and database.

mod error;
mod file;
mod inert;
mod key;
mod parse;
mod reuse;
mod settings;

pub use error::ConfigError;
pub use reuse::RecentTokenReuse;

pub(crate) use file::read_file;
pub use key::{ConfigKey, config_keys};

pub(crate) use key::{Key, Scope};
pub(crate) use settings::Settings;

//! What the servers read from their environment.

use std::env::{self, VarError};
use std::num::ParseIntError;

/// An environment variable with a value that is of no use.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// It is not text.
    #[error("{0} is not valid Unicode")]
    NotUnicode(&'static str),
    /// It is no port.
    #[error("{name} must be a port number")]
    Port {
        /// The variable.
        name: &'static str,
        /// What is wrong with it.
        source: ParseIntError,
    },
}

/// The value of a variable, if it is set.
///
/// # Errors
/// When it is not text.
pub fn text(name: &'static str) -> Result<Option<String>, EnvironmentError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(EnvironmentError::NotUnicode(name)),
    }
}

/// The port that a variable names.
///
/// # Errors
/// When it is set and no port.
pub fn port(name: &'static str, default: u16) -> Result<u16, EnvironmentError> {
    match text(name)? {
        Some(port) => port
            .parse()
            .map_err(|source| EnvironmentError::Port { name, source }),
        None => Ok(default),
    }
}

/// The core by `SUPERTOKENS_CORE_HOST` and `SUPERTOKENS_CORE_PORT`, as all suites spell them.
///
/// # Errors
/// When one of them is not text.
pub fn core_url() -> Result<String, EnvironmentError> {
    let host = text("SUPERTOKENS_CORE_HOST")?.unwrap_or_else(|| "localhost".to_owned());
    let port = text("SUPERTOKENS_CORE_PORT")?.unwrap_or_else(|| "3567".to_owned());
    Ok(format!("http://{host}:{port}"))
}

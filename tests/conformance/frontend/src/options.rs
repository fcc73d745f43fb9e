//! What the environment says.

use std::env;
use std::path::PathBuf;

use conformance_front_door::{EnvironmentError, core_url, port, text};
use rocket_supertokens::config::TransferMethod;

/// What stays the same for as long as the server runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port that browsers use, which the server calls its own in the tokens it issues.
    pub port: u16,
    /// The core, until a suite names another.
    pub core_url: String,
    /// How tokens travel. `None` leaves it to the client.
    pub transfer_method: Option<TransferMethod>,
    /// The folder with `index.html` and `angular`.
    pub static_dir: Option<PathBuf>,
}

/// An environment variable with a value that is of no use.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// It is not what it has to be.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// It names no way for tokens to travel.
    #[error("TRANSFER_METHOD must be `cookie` or `header`, not `{0}`")]
    TransferMethod(String),
}

impl Options {
    /// Reads the environment.
    ///
    /// # Errors
    /// When a variable has a value that is of no use.
    pub fn from_env() -> Result<Self, OptionsError> {
        let transfer_method = match text("TRANSFER_METHOD")?.as_deref() {
            None | Some("") => None,
            Some("cookie") => Some(TransferMethod::Cookie),
            Some("header") => Some(TransferMethod::Header),
            Some(other) => return Err(OptionsError::TransferMethod(other.to_owned())),
        };
        Ok(Self {
            port: port("NODE_PORT", 8080)?,
            core_url: core_url()?,
            transfer_method,
            static_dir: env::var_os("STATIC_DIR").map(PathBuf::from),
        })
    }
}

use std::env::{self, VarError};
use std::num::ParseIntError;
use std::path::PathBuf;

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
    /// It is not text.
    #[error("{0} is not valid Unicode")]
    NotUnicode(&'static str),
    /// It is no port.
    #[error("NODE_PORT must be a port number: {0}")]
    Port(#[from] ParseIntError),
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
        let port = match text("NODE_PORT")? {
            Some(port) => port.parse()?,
            None => 8080,
        };
        let host = text("SUPERTOKENS_CORE_HOST")?.unwrap_or_else(|| "localhost".to_owned());
        let core_port = text("SUPERTOKENS_CORE_PORT")?.unwrap_or_else(|| "3567".to_owned());
        let transfer_method = match text("TRANSFER_METHOD")?.as_deref() {
            None | Some("") => None,
            Some("cookie") => Some(TransferMethod::Cookie),
            Some("header") => Some(TransferMethod::Header),
            Some(other) => return Err(OptionsError::TransferMethod(other.to_owned())),
        };
        Ok(Self {
            port,
            core_url: format!("http://{host}:{core_port}"),
            transfer_method,
            static_dir: env::var_os("STATIC_DIR").map(PathBuf::from),
        })
    }
}

fn text(name: &'static str) -> Result<Option<String>, OptionsError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(OptionsError::NotUnicode(name)),
    }
}

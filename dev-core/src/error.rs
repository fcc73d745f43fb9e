//! Why a core did not start.

use std::error::Error;
use std::net::SocketAddr;

use crate::config::ConfigError;
use crate::crypto::CryptoError;
use crate::service::refusal::Refusal;
use crate::store::DatabaseError;

/// A core could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The configuration holds a mistake.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database cannot be used.
    #[error("cannot use the database")]
    Database(#[from] DatabaseError),
    /// The host name of the configuration has no address.
    #[error("cannot find the address of host `{host}`")]
    #[non_exhaustive]
    Host {
        /// The host.
        host: String,
        /// What the look-up says.
        source: std::io::Error,
    },
    /// The port is not free, or the address not of this machine.
    #[error("cannot listen on {address}")]
    #[non_exhaustive]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A secret could not be made.
    #[error("cannot make a secret")]
    #[non_exhaustive]
    Crypto {
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A worker thread ended without a result.
    #[error("a worker thread failed")]
    #[non_exhaustive]
    Thread {
        /// What the runtime says.
        source: tokio::task::JoinError,
    },
}

impl From<CryptoError> for StartError {
    fn from(error: CryptoError) -> Self {
        Self::Crypto {
            source: Box::new(error),
        }
    }
}

impl From<Refusal> for StartError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Database(error) => Self::Database(error),
            Refusal::Config(error) => Self::Config(error),
            other => Self::Crypto {
                source: Box::new(other),
            },
        }
    }
}

//! Why an operation was not carried out, where the interface has no status for it.

use crate::config::ConfigError;
use crate::crypto::CryptoError;
use crate::store::DatabaseError;

/// The response is an HTTP status with a line of text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    BadRequest(String),
    #[error(
        "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and tenantId combination not found: (, {app}, {tenant})"
    )]
    UnknownTenant { app: String, tenant: String },
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("Invalid core config: {0}")]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

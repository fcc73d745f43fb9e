use std::fmt;
use std::sync::Arc;

use crate::config::Config;
use crate::error::{ConfigError, CoreError};
use crate::querier::Querier;
use crate::token::KeyStore;
use crate::transfer::Outbox;

/// SuperTokens as one application configured it: its settings, its connections to the core, its keys.
///
/// The fairing puts it under Rocket's management (`&State<SuperTokens>`). Cloning is cheap. Applications in
/// one process share nothing.
#[derive(Clone)]
pub struct SuperTokens {
    pub(crate) config: Arc<Config>,
    pub(crate) querier: Arc<Querier>,
    pub(crate) keys: Arc<KeyStore>,
}

impl SuperTokens {
    pub(crate) fn new(config: Config) -> Result<Self, ConfigError> {
        let config = Arc::new(config);
        let querier = Arc::new(Querier::new(Arc::clone(&config))?);
        let keys = KeyStore::new(Arc::clone(&querier), config.session.jwks_refresh_interval);
        Ok(Self {
            config,
            querier,
            keys: Arc::new(keys),
        })
    }

    /// Asks the core for its version, so that a missing or old core shows at once.
    pub(crate) async fn reach_core(&self) -> Result<(), CoreError> {
        self.querier.version().await.map(drop)
    }

    pub(crate) fn outbox(&self) -> Outbox {
        Outbox::new(self.config.cookies.clone())
    }
}

impl fmt::Debug for SuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuperTokens")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

use std::fmt;
use std::sync::Arc;

use super::apis::{OriginalApis, SessionApis};
use super::functions::SessionFunctions;
use super::original::Original;
use super::single_flight::SingleFlight;
use crate::cdi::{Call, NewTokens, Version};
use crate::config::Config;
use crate::error::{ConfigError, CoreError, Error};
use crate::querier::{Interceptor, Memo, Querier};
use crate::token::KeyStore;

/// SuperTokens as one application configured it: its settings, its connections to the core, its keys.
///
/// The fairing puts it under Rocket's management (`&State<SuperTokens>`). It offers everything that needs no
/// request. Cloning is cheap. Applications in one process share nothing.
#[derive(Clone)]
pub struct SuperTokens {
    shared: Arc<Shared>,
    /// Where one request's reads of the core are remembered.
    memo: Option<Arc<Memo>>,
}

struct Shared {
    config: Arc<Config>,
    querier: Arc<Querier>,
    keys: Arc<KeyStore>,
    functions: Arc<dyn SessionFunctions>,
    apis: Arc<dyn SessionApis>,
    refreshes: SingleFlight<Result<Arc<NewTokens>, Error>>,
}

/// Makes the application's functions from the original ones.
pub(crate) type FunctionsOverride =
    Box<dyn FnOnce(Arc<dyn SessionFunctions>) -> Arc<dyn SessionFunctions> + Send + Sync>;

/// Makes the application's APIs from the original ones.
pub(crate) type ApisOverride =
    Box<dyn FnOnce(Arc<dyn SessionApis>) -> Arc<dyn SessionApis> + Send + Sync>;

impl SuperTokens {
    pub(crate) fn new(
        config: Config,
        interceptor: Option<Interceptor>,
        functions: Vec<FunctionsOverride>,
        apis: Vec<ApisOverride>,
    ) -> Result<Self, ConfigError> {
        let config = Arc::new(config);
        let querier = Arc::new(Querier::new(Arc::clone(&config), interceptor)?);
        let keys = Arc::new(KeyStore::new(
            Arc::clone(&querier),
            config.session.jwks_refresh_interval,
        ));
        let original: Arc<dyn SessionFunctions> = Arc::new(Original);
        let functions = functions
            .into_iter()
            .fold(original, |functions, make| make(functions));
        let original: Arc<dyn SessionApis> = Arc::new(OriginalApis);
        let apis = apis.into_iter().fold(original, |apis, make| make(apis));
        let refreshes = SingleFlight::default();
        Ok(Self {
            shared: Arc::new(Shared {
                config,
                querier,
                keys,
                functions,
                apis,
                refreshes,
            }),
            memo: None,
        })
    }

    /// The same for the length of one request.
    pub(crate) fn for_request(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            memo: Some(Arc::default()),
        }
    }

    /// The same without what a request remembers, for tasks that outlive it.
    pub(super) fn without_request(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            memo: None,
        }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.shared.config
    }

    pub(crate) fn functions(&self) -> &dyn SessionFunctions {
        &*self.shared.functions
    }

    pub(crate) fn apis(&self) -> &dyn SessionApis {
        &*self.shared.apis
    }

    pub(super) fn keys(&self) -> &Arc<KeyStore> {
        &self.shared.keys
    }

    pub(super) fn refreshes(&self) -> &SingleFlight<Result<Arc<NewTokens>, Error>> {
        &self.shared.refreshes
    }

    /// Calls the core.
    pub(super) async fn call<C: Call>(&self, call: &C) -> Result<C::Answer, CoreError> {
        self.shared.querier.call(call, self.memo.as_deref()).await
    }

    /// The version of the core driver interface in use.
    pub(super) async fn version(&self) -> Result<Version, CoreError> {
        self.shared.querier.version().await
    }

    /// Asks the core for its version, so that a missing or old core shows at once.
    pub(crate) async fn reach_core(&self) -> Result<(), CoreError> {
        self.version().await.map(drop)
    }

    /// The core's key set as text, with its `Cache-Control`.
    pub(super) async fn key_set_text(&self) -> Result<(String, Option<String>), CoreError> {
        self.shared.querier.key_set_text().await
    }
}

impl fmt::Debug for SuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuperTokens")
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

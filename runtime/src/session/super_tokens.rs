use std::fmt;
use std::sync::Arc;

use super::claims::Claims;
use super::original::parallel_refreshes::Refreshes;
use super::original::{Original, OriginalApis};
use super::overrides::{SessionApis, SessionFunctions};
use crate::cdi::{Call, Version};
use crate::config::Config;
use crate::error::{ConfigError, CoreError};
use crate::querier::{Context, Core, HostTrouble, Interceptor, Querier};
use crate::token::KeyStore;

/// SuperTokens as one application configured it: its settings, its connections to the core, its keys.
///
/// The fairing puts it under Rocket's management (`&State<SuperTokens>`). It offers everything that needs no
/// request. Cloning is cheap. Applications in one process share nothing.
#[derive(Clone)]
pub struct SuperTokens {
    shared: Arc<Shared>,
    pub(crate) core: Core,
}

struct Shared {
    config: Arc<Config>,
    keys: Arc<KeyStore>,
    functions: Arc<dyn SessionFunctions>,
    functions_overridden: bool,
    apis: Arc<dyn SessionApis>,
    claims: Claims,
    refreshes: Refreshes,
}

/// Parts that an application brings in code.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) interceptor: Option<Interceptor>,
    pub(crate) functions: Vec<FunctionsOverride>,
    pub(crate) apis: Vec<ApisOverride>,
    pub(crate) claims: Claims,
    pub(crate) context: Context,
}

/// Makes the application's functions from the original ones.
pub(crate) type FunctionsOverride =
    Box<dyn FnOnce(Arc<dyn SessionFunctions>) -> Arc<dyn SessionFunctions> + Send + Sync>;

/// Makes the application's APIs from the original ones.
pub(crate) type ApisOverride =
    Box<dyn FnOnce(Arc<dyn SessionApis>) -> Arc<dyn SessionApis> + Send + Sync>;

impl SuperTokens {
    pub(crate) fn new(config: Config, parts: Parts) -> Result<Self, ConfigError> {
        let config = Arc::new(config);
        let claims = parts.claims.checked(&config)?;
        let querier = Arc::new(Querier::new(Arc::clone(&config), parts.interceptor)?);
        let keys = Arc::new(KeyStore::new(
            Arc::clone(&querier),
            config.session.jwks_refresh_interval,
        ));
        let original: Arc<dyn SessionFunctions> = Arc::new(Original);
        let functions_overridden = !parts.functions.is_empty();
        let functions = parts
            .functions
            .into_iter()
            .fold(original, |functions, make| make(functions));
        let original: Arc<dyn SessionApis> = Arc::new(OriginalApis);
        let apis = parts
            .apis
            .into_iter()
            .fold(original, |apis, make| make(apis));
        let refreshes = Refreshes::default();
        let shared = Arc::new(Shared {
            config,
            keys,
            functions,
            functions_overridden,
            apis,
            claims,
            refreshes,
        });
        Ok(Self {
            shared,
            core: Core::new(querier, parts.context),
        })
    }

    /// The same, with a value that functions of the application's find through [`context`](Self::context) and
    /// [`ClaimContext::get`](crate::claims::ClaimContext::get). One of each type.
    #[doc(alias = "userContext")]
    pub fn with_context<T: Send + Sync + 'static>(&self, value: T) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            core: self.core.with_context(value),
        }
    }

    /// The value of this type that the application put there.
    #[doc(alias = "userContext")]
    pub fn context<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.core.context.get()
    }

    /// The same for the length of one request.
    pub(crate) fn for_request(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            core: self.core.for_request(),
        }
    }

    /// The same without what a request remembers, for tasks that outlive it.
    pub(super) fn without_request(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            core: self.core.without_request(),
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

    pub(super) fn claims(&self) -> &Claims {
        &self.shared.claims
    }

    /// Whether the application has no global validators, and nothing that could add some.
    pub(super) fn has_no_global_claims(&self) -> bool {
        self.shared.claims.global.is_empty() && !self.shared.functions_overridden
    }

    pub(super) fn keys(&self) -> &Arc<KeyStore> {
        &self.shared.keys
    }

    pub(super) fn refreshes(&self) -> &Refreshes {
        &self.shared.refreshes
    }

    /// Calls the core.
    pub(crate) async fn call<C: Call>(&self, call: &C) -> Result<C::Response, CoreError> {
        self.core.call(call).await
    }

    /// The version of the core driver interface in use.
    pub(super) async fn version(&self) -> Result<Version, CoreError> {
        self.core.version().await
    }

    /// Asks the core for its version, so that a missing or old core shows at once.
    pub(crate) async fn reach_core(&self) -> Result<(), CoreError> {
        self.version().await.map(drop)
    }

    /// What is wrong with the hosts of the core, each asked by itself.
    pub(crate) async fn check_hosts(&self) -> Vec<HostTrouble> {
        self.core.querier.check_hosts().await
    }
}

impl fmt::Debug for SuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuperTokens")
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

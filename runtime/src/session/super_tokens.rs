//! The handle: configuration, core, keys, and the functions in use.

use std::fmt;
use std::sync::Arc;

use super::claims::ConfiguredClaims;
use super::original::parallel_refreshes::Refreshes;
use super::overrides::{SessionApis, SessionFunctions};
use crate::cdi::{Call, TenantId, Version};
use crate::clock::Clock;
use crate::config::{Config, TransferConfig};
use crate::doctor::{Finding, Noted};
use crate::error::{ConfigError, CoreError, Error};
use crate::mail::Postbox;
use crate::measure::Figures;
use crate::querier::{Caller, Context, Core, Interceptor, Memo, Querier, TraceContext, Transport};
use crate::token::KeyStore;
use crate::transfer::Outbox;

/// SuperTokens as one application configured it: its settings, its connections to the core, its keys.
///
/// The fairing puts it under Rocket's management (`&State<SuperTokens>`). It offers everything that needs no request.
/// Cloning is cheap. Two applications in one process share nothing.
///
/// ```
/// use rocket::{State, post};
/// use rocket_supertokens::{Error, SuperTokens};
///
/// /// Ends one session of a user, for an administrator.
/// #[post("/sessions/<handle>/end")]
/// async fn end(handle: &str, super_tokens: &State<SuperTokens>) -> Result<String, Error> {
///     let found = super_tokens.revoke_session(handle).await?;
///     Ok(if found { "ended" } else { "unknown" }.to_owned())
/// }
/// # rocket::routes![end];
/// ```
#[derive(Clone)]
pub struct SuperTokens(Arc<Handle>);

/// One allocation holds all that a request has of its own.
struct Handle {
    shared: Arc<Shared>,
    context: Context,
    request: OfRequest,
}

/// What a handle remembers for a request.
enum OfRequest {
    Nothing,
    /// What was read from the core, and the changes to the client's tokens.
    Own {
        memo: Memo,
        outbox: Outbox,
    },
    /// That of another handle, from which this one was made.
    Of(SuperTokens),
    /// What was read since this handle was made.
    Since(Memo),
}

struct Shared {
    config: Arc<Config>,
    querier: Arc<Querier>,
    keys: Arc<KeyStore>,
    functions: InUse<dyn SessionFunctions>,
    apis: InUse<dyn SessionApis>,
    claims: ConfiguredClaims,
    refreshes: Refreshes,
    noted: Noted,
}

/// Parts that an application sets in code.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) interceptor: Option<Interceptor>,
    pub(crate) functions: Vec<Override<dyn SessionFunctions>>,
    pub(crate) apis: Vec<Override<dyn SessionApis>>,
    pub(crate) claims: ConfiguredClaims,
    pub(crate) context: Context,
    /// What carries the requests to the core, instead of HTTP. Only a test has one.
    pub(crate) transport: Option<Box<dyn Transport>>,
    /// Stands in the `iss` of the tokens instead of `api_domain`. Only a test has one.
    pub(crate) issuer_domain: Option<&'static str>,
    pub(crate) clock: Clock,
}

/// Makes the application's functions from the original ones.
pub(crate) type Override<T> = Box<dyn FnOnce(Arc<T>) -> Arc<T> + Send + Sync>;

/// The functions and APIs that an application starts from.
pub(crate) struct Originals {
    pub(super) functions: Arc<dyn SessionFunctions>,
    pub(super) apis: Arc<dyn SessionApis>,
}

/// The original functions, or the application's overrides of them.
struct InUse<T: ?Sized> {
    functions: Arc<T>,
    overridden: bool,
}

impl<T: ?Sized> InUse<T> {
    fn new(original: Arc<T>, overrides: Vec<Override<T>>) -> Self {
        Self {
            overridden: !overrides.is_empty(),
            functions: overrides
                .into_iter()
                .fold(original, |functions, make| make(functions)),
        }
    }

    fn overridden(&self) -> Option<&T> {
        self.overridden.then_some(&*self.functions)
    }
}

impl SuperTokens {
    /// `originals` are what the application's overrides start from.
    pub(crate) fn new(
        config: Config,
        parts: Parts,
        originals: Originals,
    ) -> Result<Self, ConfigError> {
        let config = Arc::new(config);
        let claims = parts.claims.checked(&config)?;
        let querier = Arc::new(Querier::new(
            Arc::clone(&config),
            parts.interceptor,
            parts.clock.clone(),
            parts.transport,
        )?);
        let keys = Arc::new(KeyStore::new(
            Arc::clone(&querier),
            config.session.jwks_refresh_interval,
            config.session.token_cache,
        ));
        let shared = Arc::new(Shared {
            config,
            querier,
            keys,
            functions: InUse::new(originals.functions, parts.functions),
            apis: InUse::new(originals.apis, parts.apis),
            claims,
            refreshes: Refreshes::new(parts.clock.clone()),
            noted: Noted::new(parts.clock),
        });
        Ok(Self::with(shared, parts.context, OfRequest::Nothing))
    }

    /// Returns a copy of this handle that carries `value`. Functions of the application read it with
    /// [`context`](Self::context) and [`ClaimContext::get`](crate::claims::ClaimContext::get). There is one value of
    /// each type; a new one replaces the old one.
    ///
    /// ```
    /// use rocket_supertokens::{Error, Session, SuperTokens};
    ///
    /// struct RequestId(u64);
    ///
    /// async fn verify(super_tokens: &SuperTokens, token: &str, id: u64) -> Result<Session, Error> {
    ///     super_tokens.with_context(RequestId(id)).verify_token(token).await
    /// }
    /// ```
    #[doc(alias = "userContext")]
    pub fn with_context<T: Send + Sync + 'static>(&self, value: T) -> Self {
        // Not of this handle where that is of another one, or handles made of each other would all stay.
        let request = match &self.0.request {
            OfRequest::Nothing => OfRequest::Nothing,
            OfRequest::Of(other) => OfRequest::Of(other.clone()),
            _ => OfRequest::Of(self.clone()),
        };
        Self::with(
            Arc::clone(&self.0.shared),
            self.0.context.with(value),
            request,
        )
    }

    /// The value of type `T` that the application gave to [`with_context`](Self::with_context) or to the builder's
    /// [`context_value`](crate::Builder::context_value); `None` if there is no such value.
    #[doc(alias = "userContext")]
    pub fn context<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.context.get()
    }

    /// A copy that remembers, for the length of one request, what it reads from the core, and collects the changes to
    /// the client's tokens.
    pub(crate) fn for_request(&self, transfer: Arc<TransferConfig>) -> Self {
        self.with_request(OfRequest::Own {
            memo: Memo::default(),
            outbox: Outbox::new(transfer, self.clock().clone()),
        })
    }

    /// A copy that works for the same request, but without what was read for it before.
    pub(crate) fn afresh(&self) -> Self {
        let memo = self.0.memo().map(Memo::afresh);
        self.with_request(memo.map_or(OfRequest::Nothing, OfRequest::Since))
    }

    /// A copy without what a request remembers, for tasks that outlive the request.
    pub(super) fn without_request(&self) -> Self {
        self.with_request(OfRequest::Nothing)
    }

    fn with_request(&self, request: OfRequest) -> Self {
        let shared = Arc::clone(&self.0.shared);
        Self::with(shared, self.0.context.clone(), request)
    }

    fn with(shared: Arc<Shared>, context: Context, request: OfRequest) -> Self {
        Self(Arc::new(Handle {
            shared,
            context,
            request,
        }))
    }

    /// Where changes to the client's tokens go; `None` if there is no request.
    pub(crate) fn outbox(&self) -> Option<&Outbox> {
        match &self.0.request {
            OfRequest::Nothing | OfRequest::Since(_) => None,
            OfRequest::Own { outbox, .. } => Some(outbox),
            OfRequest::Of(other) => other.outbox(),
        }
    }

    /// The core as this handle sees it, for those who know nothing of sessions.
    pub(super) fn core(&self) -> Core {
        Core::new(Arc::<Handle>::clone(&self.0))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.shared.config
    }

    pub(crate) fn functions(&self) -> &dyn SessionFunctions {
        &*self.0.shared.functions.functions
    }

    /// The functions, if the application overrides any. Where every request goes, the original ones are called
    /// directly: through the trait their futures would have to be boxed.
    pub(super) fn overridden_functions(&self) -> Option<&dyn SessionFunctions> {
        self.0.shared.functions.overridden()
    }

    pub(crate) fn apis(&self) -> &dyn SessionApis {
        &*self.0.shared.apis.functions
    }

    /// The APIs, if the application overrides any; as [`overridden_functions`](Self::overridden_functions).
    pub(super) fn overridden_apis(&self) -> Option<&dyn SessionApis> {
        self.0.shared.apis.overridden()
    }

    pub(super) fn claims(&self) -> &ConfiguredClaims {
        &self.0.shared.claims
    }

    /// The validators that every route checks, as they are configured.
    #[cfg(feature = "testing")]
    pub(crate) fn global_claim_validators(&self) -> crate::claims::ClaimValidators {
        self.claims().global.clone()
    }

    /// The time by which the application works.
    pub(crate) fn clock(&self) -> &Clock {
        self.0.querier().clock()
    }

    pub(super) fn keys(&self) -> &Arc<KeyStore> {
        &self.0.shared.keys
    }

    pub(super) fn refreshes(&self) -> &Refreshes {
        &self.0.shared.refreshes
    }

    pub(crate) fn figures(&self) -> &Figures {
        &self.0.shared.querier.figures
    }

    /// Passes the trace of the request on to the core from here on. It is read the first time that this is called.
    pub(super) fn pass_trace_on(&self, read: impl FnOnce() -> Option<TraceContext>) {
        if let Some(memo) = self.0.memo() {
            memo.trace_by(read);
        }
    }

    /// Calls the core. Fails with [`Error::UnknownTenant`] if it does not know the tenant of the call, else with
    /// [`Error::Core`].
    pub(crate) async fn call<C: Call>(&self, call: &C) -> Result<C::Response, Error> {
        let result = self.0.querier().call(call, self.0.memo()).await;
        result.map_err(|error| match (&error, call.tenant_id()) {
            (
                CoreError::Status {
                    status, message, ..
                },
                Some(tenant),
            ) if TenantId::is_unknown(*status, message) => Error::UnknownTenant {
                tenant_id: tenant.to_string(),
            },
            _ => error.into(),
        })
    }

    /// The version of the core driver interface in use.
    pub(super) async fn version(&self) -> Result<Version, CoreError> {
        self.0.querier().version().await
    }

    /// Asks the core for its version and keys, so that a core that cannot be used shows at once.
    pub(crate) async fn reach_core(&self) -> Result<(), CoreError> {
        self.version().await?;
        self.keys().key_set().await.map(drop)
    }

    /// What is wrong with the hosts of the core, each asked by itself. Many callers share one look, and a look counts
    /// for a few seconds.
    pub(crate) async fn check_hosts(&self) -> Vec<Finding> {
        self.0.querier().recently_checked_hosts().await
    }

    /// Where e-mails are posted.
    ///
    /// # Errors
    /// If nobody was named who sends them. Where a route needs them, this stops the launch.
    pub(crate) fn postbox(&self) -> Result<Arc<Postbox>, Error> {
        self.context().ok_or_else(|| Error::Application {
            what: "sending an e-mail",
            source: Arc::new(ConfigError::NobodySendsEmails),
        })
    }

    /// What was found at launch and since then.
    pub(crate) fn noted(&self) -> &Noted {
        &self.0.shared.noted
    }
}

impl Caller for Handle {
    fn querier(&self) -> &Arc<Querier> {
        &self.shared.querier
    }

    fn memo(&self) -> Option<&Memo> {
        match &self.request {
            OfRequest::Nothing => None,
            OfRequest::Own { memo, .. } | OfRequest::Since(memo) => Some(memo),
            OfRequest::Of(other) => other.0.memo(),
        }
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

impl fmt::Debug for SuperTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuperTokens")
            .field("config", &self.0.shared.config)
            .finish_non_exhaustive()
    }
}

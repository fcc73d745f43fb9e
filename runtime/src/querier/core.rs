//! The core as one caller sees it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use super::client::Querier;
use super::memo::Memo;
use super::trace_context::TraceContext;
use crate::cdi::{Call, Version};
use crate::error::CoreError;

/// The core as one caller sees it: during a request, what was read is remembered for the request.
#[derive(Clone)]
pub(crate) struct Core {
    pub(crate) querier: Arc<Querier>,
    memo: Option<Arc<Memo>>,
    pub(crate) context: Context,
}

impl Core {
    pub(crate) fn new(querier: Arc<Querier>, context: Context) -> Self {
        Self {
            querier,
            memo: None,
            context,
        }
    }

    /// A copy for the length of one request.
    pub(crate) fn for_request(&self) -> Self {
        Self {
            memo: Some(Arc::default()),
            ..self.clone()
        }
    }

    /// A copy without what a request remembers.
    pub(crate) fn without_request(&self) -> Self {
        Self {
            memo: None,
            ..self.clone()
        }
    }

    /// A copy with another value for the application's functions.
    pub(crate) fn with_context<T: Send + Sync + 'static>(&self, value: T) -> Self {
        Self {
            context: self.context.with(value),
            ..self.clone()
        }
    }

    /// Passes the trace of the request on to the core from here on, the first time that this is called.
    pub(crate) fn trace_by(&self, read: impl FnOnce() -> Option<TraceContext>) {
        if let Some(memo) = &self.memo {
            memo.trace_by(read);
        }
    }

    /// Calls the core.
    pub(crate) async fn call<C: Call>(&self, call: &C) -> Result<C::Response, CoreError> {
        self.querier.call(call, self.memo.as_deref()).await
    }

    /// The version of the core driver interface in use.
    pub(crate) async fn version(&self) -> Result<Version, CoreError> {
        self.querier.version().await
    }
}

/// Values that the application's functions need, one of each type.
#[derive(Clone, Default)]
pub(crate) struct Context(Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Context {
    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.0.get(&TypeId::of::<T>())?).downcast().ok()
    }

    pub(crate) fn with<T: Send + Sync + 'static>(&self, value: T) -> Self {
        let mut values = HashMap::clone(&self.0);
        values.insert(TypeId::of::<T>(), Arc::new(value));
        Self(Arc::new(values))
    }
}

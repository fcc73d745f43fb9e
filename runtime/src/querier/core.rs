//! The core as one caller sees it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use super::client::Querier;
use super::memo::Memo;
use crate::cdi::Call;
use crate::error::CoreError;

/// The core as one caller sees it: during a request, what was read is remembered for the request.
#[derive(Clone)]
pub(crate) struct Core(Arc<dyn Caller>);

/// Who calls the core.
pub(crate) trait Caller: Send + Sync {
    fn querier(&self) -> &Arc<Querier>;

    /// What the request that the caller works for has read; `None` if there is no request.
    fn memo(&self) -> Option<&Memo>;

    fn context(&self) -> &Context;
}

impl Core {
    pub(crate) fn new(caller: Arc<dyn Caller>) -> Self {
        Self(caller)
    }

    /// Calls the core.
    pub(crate) async fn call<C: Call>(&self, call: &C) -> Result<C::Response, CoreError> {
        self.0.querier().call(call, self.0.memo()).await
    }

    pub(crate) fn context(&self) -> &Context {
        self.0.context()
    }
}

/// Values that the application's functions need, one of each type.
#[derive(Clone, Default)]
pub(crate) struct Context(Option<Arc<Values>>);

type Values = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

impl Context {
    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let value = self.0.as_ref()?.get(&TypeId::of::<T>())?;
        Arc::clone(value).downcast().ok()
    }

    pub(crate) fn with<T: Send + Sync + 'static>(&self, value: T) -> Self {
        let mut values = self.0.as_deref().cloned().unwrap_or_default();
        values.insert(TypeId::of::<T>(), Arc::new(value));
        Self(Some(Arc::new(values)))
    }

    pub(crate) fn without<T: Send + Sync + 'static>(&self) -> Self {
        let mut values = self.0.as_deref().cloned().unwrap_or_default();
        values.remove(&TypeId::of::<T>());
        Self(Some(Arc::new(values)))
    }
}

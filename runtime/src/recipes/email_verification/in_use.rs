//! The functions and APIs in use: the original ones, or the application's overrides of them.

use std::sync::Arc;

use super::apis::EmailVerificationApis;
use super::functions::EmailVerificationFunctions;
use super::original_apis::OriginalApis;
use super::original_functions::OriginalFunctions;
use crate::querier::Context;
use crate::session::SuperTokens;

/// What this recipe has in the context of a [`SuperTokens`], if an application overrides any of it.
#[derive(Clone)]
pub(crate) struct InUse {
    functions: Arc<dyn EmailVerificationFunctions>,
    apis: Arc<dyn EmailVerificationApis>,
}

impl Default for InUse {
    fn default() -> Self {
        Self {
            functions: Arc::new(OriginalFunctions),
            apis: Arc::new(OriginalApis),
        }
    }
}

impl InUse {
    pub(crate) fn of(super_tokens: &SuperTokens) -> Arc<Self> {
        super_tokens.context().unwrap_or_default()
    }

    pub(crate) fn functions(&self) -> &dyn EmailVerificationFunctions {
        &*self.functions
    }

    pub(crate) fn apis(&self) -> &dyn EmailVerificationApis {
        &*self.apis
    }

    /// The context with functions made from those that it had.
    pub(crate) fn with_functions<F: EmailVerificationFunctions + 'static>(
        context: &Context,
        make: impl FnOnce(Arc<dyn EmailVerificationFunctions>) -> F,
    ) -> Context {
        let Self { functions, apis } = Self::in_context(context);
        context.with(Self {
            functions: Arc::new(make(functions)),
            apis,
        })
    }

    /// The context with APIs made from those that it had.
    pub(crate) fn with_apis<A: EmailVerificationApis + 'static>(
        context: &Context,
        make: impl FnOnce(Arc<dyn EmailVerificationApis>) -> A,
    ) -> Context {
        let Self { functions, apis } = Self::in_context(context);
        context.with(Self {
            functions,
            apis: Arc::new(make(apis)),
        })
    }

    fn in_context(context: &Context) -> Self {
        let found = context.get::<Self>();
        found.as_deref().cloned().unwrap_or_default()
    }
}

//! The APIs as an application configured them. What the original ones need of the recipe is in [`InUse`](super::InUse),
//! which does not know them.

use std::sync::Arc;

use super::apis::EmailVerificationApis;
use super::original_apis::OriginalApis;
use crate::querier::Context;
use crate::session::SuperTokens;

/// The APIs with the application's overrides, a value in the context of the handle.
#[derive(Clone)]
pub(crate) struct ApisInUse(Arc<dyn EmailVerificationApis>);

impl Default for ApisInUse {
    fn default() -> Self {
        Self(Arc::new(OriginalApis))
    }
}

impl ApisInUse {
    /// Those of the application to which the handle belongs; the original ones where it changed nothing.
    pub(crate) fn of(super_tokens: &SuperTokens) -> Arc<dyn EmailVerificationApis> {
        let found = super_tokens.context::<Self>().unwrap_or_default();
        Arc::clone(&found.0)
    }

    /// Those of the application so far, changed once more.
    pub(crate) fn overridden<A: EmailVerificationApis + 'static>(
        context: &Context,
        make: impl FnOnce(Arc<dyn EmailVerificationApis>) -> A,
    ) -> Self {
        let so_far = context.get::<Self>().unwrap_or_default();
        Self(Arc::new(make(Arc::clone(&so_far.0))))
    }
}

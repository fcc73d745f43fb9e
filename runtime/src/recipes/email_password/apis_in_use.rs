//! The APIs as an application configured them. What the original ones need of the recipe is in [`InUse`](super::InUse),
//! which does not know them.

use std::mem;
use std::sync::Arc;

use super::apis::EmailPasswordApis;
use super::config::EmailPassword;
use super::original_apis::OriginalApis;
use crate::session::SuperTokens;

/// The APIs with the application's overrides, a value in the context of the handle.
pub(crate) struct ApisInUse(Arc<dyn EmailPasswordApis>);

impl ApisInUse {
    /// Those of the application to which the handle belongs; the original ones where it has none.
    pub(super) fn of(super_tokens: &SuperTokens) -> Arc<dyn EmailPasswordApis> {
        match super_tokens.context::<Self>() {
            Some(found) => Arc::clone(&found.0),
            None => Arc::new(OriginalApis),
        }
    }

    /// Takes the overrides out of `config`.
    pub(crate) fn new(config: &mut EmailPassword) -> Self {
        let original: Arc<dyn EmailPasswordApis> = Arc::new(OriginalApis);
        let overrides = mem::take(&mut config.apis).into_iter();
        Self(overrides.fold(original, |of, make| make(of)))
    }
}

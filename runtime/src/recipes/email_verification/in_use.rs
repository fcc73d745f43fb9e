//! The recipe as an application configured it: its functions, and its link.

use std::sync::Arc;

use super::functions::EmailVerificationFunctions;
use super::original_functions::OriginalFunctions;
use crate::config::RequestInfo;
use crate::error::Error;
use crate::mail::EmailLink;
use crate::querier::Context;
use crate::recipes::links::{DefaultLink, VERIFY_EMAIL, WriteLink, link};
use crate::session::SuperTokens;

/// The recipe as the application configured it, a value in the context of the handle.
#[derive(Clone)]
pub(crate) struct InUse {
    functions: Arc<dyn EmailVerificationFunctions>,
    link: Option<Arc<WriteLink>>,
}

impl Default for InUse {
    fn default() -> Self {
        Self {
            functions: Arc::new(OriginalFunctions),
            link: None,
        }
    }
}

impl InUse {
    /// The recipe of the application to which the handle belongs; the original one where it changed nothing.
    pub(crate) fn of(super_tokens: &SuperTokens) -> Arc<Self> {
        super_tokens.context().unwrap_or_default()
    }

    /// The same, where there is no handle yet.
    pub(crate) fn in_context(context: &Context) -> Self {
        let found = context.get::<Self>();
        found.as_deref().cloned().unwrap_or_default()
    }

    pub(super) fn functions(&self) -> &dyn EmailVerificationFunctions {
        &*self.functions
    }

    /// The link for the token, to the front end of the request where there is one.
    pub(super) fn link(
        &self,
        super_tokens: &SuperTokens,
        request: Option<&dyn RequestInfo>,
        token: &str,
        tenant_id: &str,
    ) -> Result<EmailLink, Error> {
        let write = self.link.as_deref();
        link(super_tokens, request, VERIFY_EMAIL, token, tenant_id, write)
    }

    pub(crate) fn override_functions<F: EmailVerificationFunctions + 'static>(
        self,
        make: impl FnOnce(Arc<dyn EmailVerificationFunctions>) -> F,
    ) -> Self {
        Self {
            functions: Arc::new(make(self.functions)),
            ..self
        }
    }

    pub(crate) fn replace_link(
        self,
        link: impl Fn(&DefaultLink) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            link: Some(Arc::new(link)),
            ..self
        }
    }
}

//! The recipe as one application configured it.

use std::sync::Arc;

use super::functions::{EmailPasswordFunctions, OriginalFunctions};
use super::pace::Paces;
use crate::error::Error;
use crate::session::SuperTokens;

/// The recipe as one application configured it: a value of the handle's context.
pub(crate) struct InUse {
    functions: Arc<dyn EmailPasswordFunctions>,
    paces: Paces,
}

impl InUse {
    /// That of the application, or the originals.
    pub(crate) fn of(super_tokens: &SuperTokens) -> Arc<Self> {
        super_tokens.context().unwrap_or_default()
    }

    pub(crate) fn functions(&self) -> &dyn EmailPasswordFunctions {
        &*self.functions
    }

    pub(crate) fn paces(&self) -> &Paces {
        &self.paces
    }

    /// Why nobody could sign up with this password; `None` if it will do.
    #[allow(
        clippy::unused_async,
        reason = "a validator of the application may wait"
    )]
    pub(crate) async fn password_policy(
        &self,
        _password: &str,
        _tenant_id: &str,
        _super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        Ok(None)
    }
}

impl Default for InUse {
    fn default() -> Self {
        Self {
            functions: Arc::new(OriginalFunctions),
            paces: Paces::default(),
        }
    }
}

//! Whose claim is fetched, and with what.

use std::fmt;
use std::sync::Arc;

use crate::cdi::JsonObject;
use crate::querier::Core;

/// Whose claim is fetched, and what the application's function may need for it.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClaimContext {
    /// Id of the user; the primary one where accounts are linked.
    pub user_id: String,
    /// Id of the login method that the user came by.
    pub recipe_user_id: String,
    /// Id of the tenant.
    pub tenant_id: String,
    /// The payload so far.
    pub payload: Arc<JsonObject>,
    pub(crate) core: Core,
}

impl ClaimContext {
    /// A value that the application has put there, such as a database pool: with
    /// [`context_value`](crate::Builder::context_value) of the builder, or with
    /// [`SuperTokens::with_context`](crate::SuperTokens::with_context). `None` if there is none of this type.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.core.context.get()
    }
}

impl fmt::Debug for ClaimContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimContext")
            .field("user_id", &self.user_id)
            .field("recipe_user_id", &self.recipe_user_id)
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

//! The user whose claim is fetched, and what a function needs to fetch it.

use std::fmt;
use std::sync::Arc;

use crate::cdi::JsonObject;
use crate::querier::Core;

/// The user whose claim is fetched, and what the application's function may need to fetch it.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClaimContext {
    /// The user id. If accounts are linked, it is the id of the primary user.
    pub user_id: String,
    /// The recipe user id: the login method with which the user signed in.
    pub recipe_user_id: String,
    /// The id of the tenant.
    pub tenant_id: String,
    /// The payload so far.
    pub payload: Arc<JsonObject>,
    pub(crate) core: Core,
}

impl ClaimContext {
    /// Returns a value of the application, such as a database pool. The application sets it with
    /// [`context_value`](crate::Builder::context_value) of the builder or with
    /// [`SuperTokens::with_context`](crate::SuperTokens::with_context). Returns `None` if there is no value of this
    /// type.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.core.context().get()
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

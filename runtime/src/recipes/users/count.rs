//! The number of users.

use std::pin::Pin;

use crate::cdi;
use crate::cdi::TenantId;
use crate::error::Error;
use crate::session::SuperTokens;

/// The number of users; see [`Users::count`](super::Users::count).
///
/// Awaiting it calls `GET [/<tenant>]/users/count` of the core and returns a `u64`.
///
/// ```
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn with_password(super_tokens: &SuperTokens) -> Result<u64, Error> {
///     super_tokens.users().count().recipe("emailpassword").in_all_tenants().await
/// }
/// ```
///
/// # Errors
/// [`Error::TenantId`] if no tenant can have that name. [`Error::UnknownTenant`] if the core does not know it.
/// [`Error::Core`] if the core sends no usable response.
#[derive(Debug, Clone)]
#[must_use = "the core is asked when this is awaited"]
pub struct CountUsers<'a> {
    super_tokens: &'a SuperTokens,
    tenant_id: Option<&'a str>,
    recipes: Vec<String>,
}

impl<'a> CountUsers<'a> {
    pub(super) fn new(super_tokens: &'a SuperTokens, tenant_id: &'a str) -> Self {
        Self {
            super_tokens,
            tenant_id: Some(tenant_id),
            recipes: Vec::new(),
        }
    }

    /// Counts the users of all tenants.
    #[doc(alias = "includeAllTenants")]
    pub fn in_all_tenants(mut self) -> Self {
        self.tenant_id = None;
        self
    }

    /// Counts only users who log in by this recipe, such as `emailpassword`, or by another one that is named so.
    #[doc(alias = "includeRecipeIds")]
    pub fn recipe(mut self, recipe_id: impl Into<String>) -> Self {
        self.recipes.push(recipe_id.into());
        self
    }
}

impl<'a> IntoFuture for CountUsers<'a> {
    type Output = Result<u64, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let call = cdi::CountUsers {
                tenant_id: self.tenant_id.map(TenantId::new).transpose()?,
                include_recipe_ids: (!self.recipes.is_empty()).then(|| self.recipes.join(",")),
                include_all_tenants: self.tenant_id.is_none(),
            };
            Ok(self.super_tokens.call(&call).await?.count)
        })
    }
}

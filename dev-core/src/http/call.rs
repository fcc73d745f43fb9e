//! A request that passed the gate, with what the handlers need.

use std::sync::Arc;

use super::reply::Reply;
use super::request::Request;
use super::route::Route;
use crate::cdi::CdiVersion;
use crate::service::app::{App, PUBLIC, Tenant};
use crate::service::core::Core;
use crate::service::refusal::Refusal;

/// A request on its way to a handler.
pub(crate) struct Call<'a> {
    pub(crate) core: &'a Core,
    pub(crate) request: &'a Request,
    pub(crate) route: &'a Route,
    pub(crate) cdi: CdiVersion,
}

impl Call<'_> {
    /// The app of the path.
    pub(crate) fn app(&self) -> Result<Arc<App>, Reply> {
        Ok(self.core.app(self.route.app.as_deref().unwrap_or(PUBLIC))?)
    }

    /// The tenant of the path.
    pub(crate) fn tenant(&self) -> Result<Tenant, Reply> {
        Ok(self
            .app()?
            .tenant(self.route.tenant.as_deref().unwrap_or(PUBLIC))?)
    }

    /// The app of the path, for a call that is not made through a tenant.
    pub(crate) fn app_only(&self) -> Result<Arc<App>, Reply> {
        if self.route.tenant.is_some() {
            return Err(
                Refusal::Forbidden("Only public tenantId can call this app specific API").into(),
            );
        }
        self.app()
    }
}

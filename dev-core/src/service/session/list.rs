//! The sessions of a user, and ending sessions.

use std::sync::Arc;

use super::handle::tenant_of;
use crate::service::app::App;
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions;

impl Core {
    /// The handles of the sessions that have not expired, in one tenant or in all: of a login method or, with
    /// `true`, of all that are linked with it.
    pub(crate) fn session_handles(
        &self,
        app: &App,
        tenant: Option<&str>,
        user: (&str, bool),
    ) -> Result<Vec<String>, Refusal> {
        let found = self
            .store
            .read(|db| sessions::of_user(db, &app.id, tenant, user, self.now()))?;
        Ok(found.into_iter().map(|(_, handle)| handle).collect())
    }

    /// Ends the same sessions; says which.
    pub(crate) fn revoke_user(
        &self,
        app: &App,
        tenant: Option<&str>,
        user: (&str, bool),
    ) -> Result<Vec<String>, Refusal> {
        self.store.write(|db| {
            let found = sessions::of_user(db, &app.id, tenant, user, self.now())?;
            let mut ended = Vec::with_capacity(found.len());
            for (tenant, handle) in found {
                sessions::delete(db, &app.id, &tenant, &handle)?;
                ended.push(handle);
            }
            Ok(ended)
        })
    }

    /// Ends sessions; says which of the handles there were, each as often as it was given.
    pub(crate) fn revoke_handles(
        &self,
        app: &Arc<App>,
        handles: &[String],
    ) -> Result<Vec<String>, Refusal> {
        let mut tenants = Vec::with_capacity(handles.len());
        for handle in handles {
            tenants.push(tenant_of(app, handle)?.id);
        }
        self.store.write(|db| {
            let mut ended: Vec<String> = Vec::new();
            for (tenant, handle) in tenants.iter().zip(handles) {
                if sessions::delete(db, &app.id, tenant, handle)? || ended.contains(handle) {
                    ended.push(handle.clone());
                }
            }
            Ok(ended)
        })
    }
}

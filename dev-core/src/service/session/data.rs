//! What is stored with a session.

use std::sync::Arc;

use super::handle::tenant_of;
use crate::json::Object;
use crate::service::app::App;
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions::{self, SessionRow};
use crate::token::checked_claims;

impl Core {
    /// The session of that handle with its tenant, unless it has expired.
    pub(crate) fn session(
        &self,
        app: &Arc<App>,
        handle: &str,
    ) -> Result<Option<(SessionRow, String)>, Refusal> {
        let tenant = tenant_of(app, handle)?;
        let row = self
            .store
            .read(|db| SessionRow::find(db, &app.id, &tenant.id, handle))?;
        let now = self.now();
        Ok(row
            .filter(|row| row.expires_at > now)
            .map(|row| (row, tenant.id)))
    }

    /// Replaces the data of a session. Says whether there was one.
    pub(crate) fn replace_session_data(
        &self,
        app: &Arc<App>,
        handle: &str,
        data: &Object,
    ) -> Result<bool, Refusal> {
        self.replace(app, handle, Some(data), None)
    }

    /// Replaces the claims of a session. Says whether there was one.
    pub(crate) fn replace_claims(
        &self,
        app: &Arc<App>,
        handle: &str,
        claims: &Object,
    ) -> Result<bool, Refusal> {
        checked_claims(claims).map_err(|fault| Refusal::BadRequest(fault.to_string()))?;
        self.replace(app, handle, None, Some(claims))
    }

    fn replace(
        &self,
        app: &Arc<App>,
        handle: &str,
        data: Option<&Object>,
        claims: Option<&Object>,
    ) -> Result<bool, Refusal> {
        let tenant = tenant_of(app, handle)?;
        let names = (app.id.as_str(), tenant.id.as_str(), handle);
        self.store
            .write(|db| Ok(sessions::replace_data(db, names, self.now(), data, claims)?))
    }
}

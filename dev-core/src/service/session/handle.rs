//! Session handles, which name their tenant.

use crate::crypto::uuid;
use crate::service::app::{App, PUBLIC, Tenant};
use crate::service::refusal::Refusal;
use std::sync::Arc;

/// A new handle: a UUID, followed by the tenant unless that is the public one.
pub(super) fn new_handle(tenant: &Tenant) -> String {
    if tenant.is_public() {
        uuid()
    } else {
        format!("{}_{}", uuid(), tenant.id)
    }
}

/// The tenant that a handle names.
pub(super) fn tenant_of(app: &Arc<App>, handle: &str) -> Result<Tenant, Refusal> {
    let named = handle.split('_').nth(1).filter(|name| !name.is_empty());
    app.tenant(&named.map_or_else(|| PUBLIC.to_owned(), str::to_lowercase))
}

//! What the core knows of a tenant.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::tenant::TenantId;

/// `GET /<tenant>/recipe/multitenancy/tenant/v2`
#[derive(Serialize)]
pub(crate) struct ReadTenant<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum ReadTenantResponse {
    Ok {
        /// The ways to log in. Absent means all of them, empty none.
        first_factors: Option<Vec<String>>,
    },
    TenantNotFoundError,
}

impl Call for ReadTenant<'_> {
    type Response = ReadTenantResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = Some("multitenancy");
    const PATH: &'static str = "/recipe/multitenancy/tenant/v2";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

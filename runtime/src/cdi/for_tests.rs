//! What only the testing kit asks of its core.

use http::Method;
use serde::Serialize;

use super::call::{Acknowledged, Call};

/// `PUT /recipe/multitenancy/tenant/v2`: makes a tenant, unless there is one of that name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutTenant<'a> {
    pub(crate) tenant_id: &'a str,
}

impl Call for PutTenant<'_> {
    type Response = Acknowledged;
    const METHOD: Method = Method::PUT;
    const RECIPE: Option<&'static str> = Some("multitenancy");
    const PATH: &'static str = "/recipe/multitenancy/tenant/v2";
}

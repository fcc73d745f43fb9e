//! What only the testing kit asks of its core.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::tenant::{PUBLIC_TENANT, TenantId};

/// `PUT /recipe/multitenancy/tenant/v2`: makes a tenant, unless there is one of that name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutTenant<'a> {
    pub(crate) tenant_id: &'a str,
}

/// `POST /public/recipe/signup`: makes a user with an address and a password.
#[derive(Serialize)]
pub(crate) struct SignUp<'a> {
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SignUpResponse {
    Ok { user: NewUser },
    EmailAlreadyExistsError,
}

#[derive(Deserialize)]
pub(crate) struct NewUser {
    pub(crate) id: String,
}

/// A response of which only the status counts.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Done {
    Ok,
}

impl Call for PutTenant<'_> {
    type Response = Done;
    const METHOD: Method = Method::PUT;
    const RECIPE: Option<&'static str> = Some("multitenancy");
    const PATH: &'static str = "/recipe/multitenancy/tenant/v2";
}

impl Call for SignUp<'_> {
    type Response = SignUpResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = Some("emailpassword");
    const PATH: &'static str = "/recipe/signup";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        TenantId::new(PUBLIC_TENANT).ok()
    }
}

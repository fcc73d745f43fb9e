//! The segment of a path that names a tenant.

use std::convert::Infallible;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, Route};

use super::everywhere::TENANT;
use crate::cdi::{PUBLIC_TENANT, TenantId};

/// The id of the tenant that the path of a route [everywhere](super::everywhere::everywhere) names, where it has the form
/// of one; without one it is the public tenant. Whether there is such a tenant does not matter to routes that need a
/// session, which knows its own.
pub(super) struct Tenant<'r>(pub(super) &'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Tenant<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        if !request.route().is_some_and(names_tenant) {
            return Outcome::Success(Self(PUBLIC_TENANT));
        }
        match request.param::<&str>(0) {
            Some(Ok(id)) if TenantId::has_its_form(id) => Outcome::Success(Self(id)),
            _ => Outcome::Forward(Status::NotFound),
        }
    }
}

fn names_tenant(route: &Route) -> bool {
    let base = route.uri.base().trim_end_matches('/');
    let path = route.uri.path().strip_prefix(base);
    path.is_some_and(|path| path.starts_with(TENANT))
}

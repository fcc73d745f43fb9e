//! The segment of a path that names a tenant.

use std::borrow::Cow;
use std::convert::Infallible;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, Route};

use super::everywhere::TENANT;
use crate::cdi::{PUBLIC_TENANT, TenantId};

/// The id of the tenant that the path names, on a route that is served [everywhere](super::everywhere::everywhere);
/// without one it is the public tenant. The core may not know it.
pub(super) struct Tenant<'r>(pub(super) Cow<'r, str>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Tenant<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        let id = match request.route() {
            Some(route) if names_tenant(route) => in_path(request),
            _ => Some(Cow::Borrowed(PUBLIC_TENANT)),
        };
        match id {
            Some(id) => Outcome::Success(Self(id)),
            None => Outcome::Forward(Status::NotFound),
        }
    }
}

fn names_tenant(route: &Route) -> bool {
    let path = route.uri.path().strip_prefix(route.uri.base());
    let path = path.unwrap_or_default().trim_start_matches('/');
    path.starts_with(TENANT.trim_start_matches('/'))
}

/// As the core spells it: a tenant that is spelled in another way is the same one.
fn in_path<'r>(request: &'r Request<'_>) -> Option<Cow<'r, str>> {
    let id = request.param::<&str>(0)?.ok()?;
    if !TenantId::has_its_form(id) {
        return None;
    }
    let is_lower = !id.bytes().any(|byte| byte.is_ascii_uppercase());
    Some(if is_lower {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(id.to_ascii_lowercase())
    })
}

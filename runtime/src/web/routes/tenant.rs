//! The segment of a path that names a tenant.

use std::convert::Infallible;

use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

use crate::cdi::TenantId;

/// The first segment of the path after the base path, where it has the form of a tenant's id. Whether there is such a
/// tenant does not matter to routes that need a session, which knows its own.
pub(super) struct TenantInPath<'r>(pub(super) &'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for TenantInPath<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        match request.param::<&str>(0) {
            Some(Ok(id)) if TenantId::has_its_form(id) => Outcome::Success(Self(id)),
            _ => Outcome::Forward(Status::NotFound),
        }
    }
}

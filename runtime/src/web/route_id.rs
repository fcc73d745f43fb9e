//! Which route a request has come to.

use rocket::Route;

/// Where Rocket keeps the route, which it does not move while it serves.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RouteId(usize);

impl RouteId {
    pub(super) fn of(route: &Route) -> Self {
        Self(std::ptr::from_ref(route).addr())
    }
}

//! The places at which one route is served.

use rocket::Route;
use rocket::route::dummy_handler;

/// Where a tenant's id stands in a path.
pub(super) const TENANT: &str = "/<_>";

/// The next after the rank that Rocket gives to routes whose path has a static part: what the application has written for
/// the same path comes first and does not collide, and its catch-all comes last (unless that one has a fixed query).
const BEHIND_THE_APPLICATION: isize = -4;

/// Routes, and the same with a tenant in the path. The guard [`Tenant`](super::tenant::Tenant) knows which.
pub(super) fn everywhere(routes: Vec<Route>) -> Vec<Route> {
    let in_tenant: Vec<_> = routes.iter().map(in_tenant).collect();
    [routes, in_tenant].concat()
}

fn in_tenant(route: &Route) -> Route {
    let uri = format!("{TENANT}{}", route.uri);
    let place = Route::ranked(BEHIND_THE_APPLICATION, route.method, &uri, dummy_handler);
    let mut route = route.clone();
    route.uri = place.uri;
    route.rank = place.rank;
    route
}

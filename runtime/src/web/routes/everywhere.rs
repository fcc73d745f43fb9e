//! The places at which one route is served.

use rocket::Route;
use rocket::route::dummy_handler;

/// Where a tenant's id stands in a path.
pub(super) const TENANT: &str = "/<_>";

/// The next after the rank that Rocket gives to routes whose path has a static part: what the application has written for
/// the same path comes first and does not collide, and its catch-all comes last (unless that one has a fixed query).
const BEHIND_THE_APPLICATION: isize = -4;

/// Routes, and the same with a tenant in the path, and both with a slash at the end. The guard
/// [`Tenant`](super::tenant::Tenant) knows the tenant.
pub(super) fn everywhere(routes: Vec<Route>) -> Vec<Route> {
    let places = [("", ""), (TENANT, ""), ("", "/"), (TENANT, "/")];
    let all = routes.iter().flat_map(|route| {
        places.map(|(before, after)| match (before, after) {
            ("", "") => route.clone(),
            (before, after) => at(route, before, after),
        })
    });
    all.collect()
}

fn at(route: &Route, before: &str, after: &str) -> Route {
    let query = route.uri.query();
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    let uri = format!("{before}{}{after}{query}", route.uri.path());
    let place = Route::ranked(BEHIND_THE_APPLICATION, route.method, &uri, dummy_handler);
    let mut route = route.clone();
    route.uri = place.uri;
    route.rank = place.rank;
    route
}

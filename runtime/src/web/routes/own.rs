//! Our routes among those of the application.

use rocket::Route;
use rocket::http::uri::Origin;

/// Our routes as they are mounted. Rocket keeps them, to tell them from the application's.
pub(crate) struct OwnRoutes {
    base: String,
    routes: Vec<Route>,
}

impl OwnRoutes {
    /// `routes` are still to be mounted at `base`.
    pub(in crate::web) fn new(base: &Origin<'_>, routes: Vec<Route>) -> Self {
        let base = base.path().to_string();
        let mounted = |route: Route| {
            let at_base = |own: Origin<'_>| format!("{base}{own}");
            route.map_base(at_base).ok()
        };
        Self {
            routes: routes.into_iter().filter_map(mounted).collect(),
            base,
        }
    }

    /// Where they are mounted.
    pub(in crate::web) fn base(&self) -> &str {
        &self.base
    }

    pub(in crate::web) fn iter(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter()
    }

    /// Whether the fairing has mounted this route.
    pub(crate) fn contains(&self, route: &Route) -> bool {
        self.iter().any(|own| is_same(own, route))
    }
}

pub(in crate::web) fn is_same(own: &Route, route: &Route) -> bool {
    (own.method, own.rank, &own.name) == (route.method, route.rank, &route.name)
        && own.uri.as_str() == route.uri.as_str()
        && own.uri.base() == route.uri.base()
}

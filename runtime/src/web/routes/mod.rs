//! The routes of the front-end driver interface that the fairing mounts.

mod body;
mod email_password;
mod email_verification;
mod everywhere;
mod keys;
mod own;
mod refresh;
mod sign_out;
mod tenant;
mod without_claims;

use rocket::{Route, routes};

pub(crate) use self::own::OwnRoutes;
pub(super) use self::own::is_same;
use crate::config::Config;

/// The routes of the front-end driver interface that are switched on.
pub(super) fn routes(config: &Config) -> Vec<Route> {
    let switched_on = &config.routes;
    let mut routes = Vec::new();
    if switched_on.refresh {
        routes.extend(in_tenant_too(
            routes![refresh::refresh],
            routes![refresh::refresh_in_tenant],
        ));
    }
    if switched_on.sign_out {
        routes.extend(in_tenant_too(
            routes![sign_out::sign_out],
            routes![sign_out::sign_out_in_tenant],
        ));
    }
    if switched_on.jwks {
        routes.extend(routes![keys::jwks]);
    }
    if switched_on.openid_configuration {
        routes.extend(routes![keys::openid_configuration]);
    }
    if let Some(switched_on) = &config.email_password {
        routes.extend(email_password::routes(switched_on));
    }
    if switched_on.email_verification {
        routes.extend(email_verification::routes());
    }
    routes
}

/// The setting that switches one of these routes off.
pub(super) fn setting_of(route: &Route) -> &'static str {
    let name = route.name.as_deref().unwrap_or_default();
    if let Some(setting) = email_password::setting_of(name) {
        return setting;
    }
    if email_verification::has(name) {
        return "email_verification_routes";
    }
    match name.trim_end_matches("_in_tenant") {
        "sign_out" => "sign_out_route",
        "jwks" => "jwks_route",
        "openid_configuration" => "openid_configuration_route",
        _ => "refresh_route",
    }
}

/// Routes, and the same with a tenant in the path. The rank of the latter is the next after those that Rocket gives to
/// routes whose path has a static part: what the application has written for the same path comes first and does not
/// collide, and its catch-all comes last (unless that one has a fixed query).
fn in_tenant_too(plain: Vec<Route>, mut in_tenant: Vec<Route>) -> Vec<Route> {
    for route in &mut in_tenant {
        route.rank = -4;
    }
    [plain, in_tenant].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::REFRESH_PATH;

    /// Rocket's attribute takes no constant.
    #[test]
    fn the_refresh_routes_are_where_the_refresh_cookie_goes() {
        let routes = in_tenant_too(
            routes![refresh::refresh],
            routes![refresh::refresh_in_tenant],
        );
        for route in routes {
            assert!(route.uri.path().ends_with(REFRESH_PATH), "{}", route.uri);
        }
    }
}

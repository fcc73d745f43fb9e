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

use self::everywhere::everywhere;
pub(crate) use self::own::OwnRoutes;
pub(super) use self::own::is_same;
use crate::config::Config;

/// The routes of the front-end driver interface that are switched on.
pub(super) fn routes(config: &Config) -> Vec<Route> {
    let switched_on = &config.routes;
    let mut routes = Vec::new();
    if switched_on.refresh {
        routes.extend(everywhere(routes![refresh::refresh]));
    }
    if switched_on.sign_out {
        routes.extend(everywhere(routes![sign_out::sign_out]));
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
    match name {
        "sign_out" => "sign_out_route",
        "jwks" => "jwks_route",
        "openid_configuration" => "openid_configuration_route",
        "email_verification_token" | "verify_email" | "is_email_verified" => {
            "email_verification_routes"
        }
        _ => "refresh_route",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::REFRESH_PATH;

    /// Rocket's attribute takes no constant.
    #[test]
    fn the_refresh_routes_are_where_the_refresh_cookie_goes() {
        for route in everywhere(routes![refresh::refresh]) {
            assert!(route.uri.path().ends_with(REFRESH_PATH), "{}", route.uri);
        }
    }
}

//! The checks every request passes, in the real core's order: API key, version, method, then the
//! handler.

use hyper::StatusCode;

use super::call::Call;
use super::dispatch::dispatch;
use super::reply::Reply;
use super::request::Request;
use super::route::Route;
use crate::cdi::{CdiVersion, Requested, choose, unsupported};
use crate::service::app::PUBLIC;
use crate::service::core::Core;

/// Responds to a request.
pub(crate) fn respond(core: &Core, request: &Request, route: &Route) -> Reply {
    check_key(core, request, route)
        .and_then(|()| check_version(core, request, route))
        .and_then(|cdi| {
            dispatch(&Call {
                core,
                request,
                route,
                cdi,
            })
        })
        .unwrap_or_else(|refused| refused)
}

/// An unknown app has no keys; its calls are refused later, by name.
fn check_key(core: &Core, request: &Request, route: &Route) -> Result<(), Reply> {
    let app = core.apps.find(route.app.as_deref().unwrap_or(PUBLIC));
    let Some(settings) = app
        .map(|app| app.settings())
        .filter(|_| route.endpoint.needs_key())
    else {
        return Ok(());
    };
    let given = request.api_key();
    if settings.api_keys.is_empty()
        || settings
            .api_keys
            .iter()
            .any(|key| Some(key.as_str()) == given)
    {
        return Ok(());
    }
    Err(Reply::text(StatusCode::UNAUTHORIZED, "Invalid API key"))
}

fn check_version(core: &Core, request: &Request, route: &Route) -> Result<CdiVersion, Reply> {
    let app = core.apps.find(route.app.as_deref().unwrap_or(PUBLIC));
    let (max, min) = app.map_or((core.base.max_cdi, core.base.min_cdi), |app| {
        let settings = app.settings();
        (settings.max_cdi, settings.min_cdi)
    });
    match choose(request.cdi_version(), max, min).map_err(|line| Reply::bad_request(&line))? {
        Requested::Known(version) => Ok(version),
        Requested::Unlisted(text) if route.endpoint.needs_version() => {
            Err(Reply::bad_request(&unsupported(&text)))
        }
        Requested::Unlisted(_) => Ok(max),
    }
}

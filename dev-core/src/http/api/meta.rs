//! The core itself: greeting and versions.

use hyper::StatusCode;

use crate::cdi::CdiVersion;
use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::object;

/// `/hello`.
pub(crate) fn hello(call: &Call<'_>) -> Result<Reply, Reply> {
    call.app()?;
    Ok(Reply::text(StatusCode::OK, "Hello"))
}

/// `/`, also below an app and a tenant.
pub(crate) fn root(call: &Call<'_>) -> Result<Reply, Reply> {
    let app = call.app()?;
    let tenant = call.route.tenant.as_deref();
    if tenant.is_some_and(|tenant| app.tenant_config(tenant).is_none()) {
        return Ok(Reply::text(StatusCode::NOT_FOUND, "Not found"));
    }
    Ok(Reply::text(StatusCode::OK, "Hello"))
}

/// `GET /apiversion`.
pub(crate) fn versions(call: &Call<'_>) -> Result<Reply, Reply> {
    let max = call.app_only()?.settings().max_cdi;
    let offered: Vec<String> = CdiVersion::SUPPORTED
        .iter()
        .filter(|version| **version <= max)
        .map(ToString::to_string)
        .collect();
    Ok(Reply::json(&object([("versions", offered.into())])))
}

//! `POST {api_base_path}/session/refresh`.

use rocket::post;
use rocket::response::content::RawJson;

use super::tenant::TenantInPath;
use crate::error::Error;
use crate::session::SessionRequest;

/// Trades the refresh token for new tokens.
#[post("/session/refresh")]
pub(super) async fn refresh(request: SessionRequest<'_>) -> Result<RawJson<&'static str>, Error> {
    request.refresh().await?;
    Ok(RawJson("{}"))
}

/// The same with a tenant in the path, which does not matter: the session knows its own.
#[post("/<_>/session/refresh")]
pub(super) async fn refresh_in_tenant(
    _tenant: TenantInPath,
    request: SessionRequest<'_>,
) -> Result<RawJson<&'static str>, Error> {
    request.refresh().await?;
    Ok(RawJson("{}"))
}

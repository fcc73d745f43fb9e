//! `POST {api_base_path}/session/refresh`.

use rocket::post;
use rocket::response::content::RawJson;

use super::tenant::TenantInPath;
use crate::error::Error;
use crate::session::SessionRequest;
use crate::web::launch_question::Asked;

/// Trades the refresh token for new tokens.
#[post("/session/refresh")]
pub(super) async fn refresh<'r>(
    asked: Option<Asked<'r>>,
    request: SessionRequest<'r>,
) -> Result<RawJson<&'r str>, Error> {
    if let Some(Asked(question)) = asked {
        // The response shall have all headers of ours. Who asks has no tokens.
        if let Some(outbox) = request.super_tokens().outbox() {
            outbox.open().clear_all();
        }
        return Ok(RawJson(&question.answer));
    }
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

//! `POST {api_base_path}/session/refresh`.

use rocket::post;
use rocket::response::content::RawJson;

use super::tenant::Tenant;
use crate::error::Error;
use crate::session::SessionRequest;
use crate::web::launch_question::Asked;

/// Trades the refresh token for new tokens. The tenant in the path does not matter: the session knows its own.
#[post("/session/refresh")]
pub(super) async fn refresh<'r>(
    _tenant: Tenant<'r>,
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

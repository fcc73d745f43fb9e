//! `POST {api_base_path}/signout`.

use rocket::post;
use rocket::response::content::RawJson;

use super::tenant::Tenant;
use super::without_claims::WithoutClaims;
use crate::error::Error;
use crate::policy::Verify;
use crate::recipes::status::{general_error, status};
use crate::session::{Session, SessionRequest, SignOut};

/// Ends the session. The client's tokens are removed even if the core no longer knows the session. The tenant in the path
/// does not matter: the session knows its own.
#[post("/signout")]
pub(super) async fn sign_out(
    _tenant: Tenant<'_>,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Result<RawJson<String>, Error> {
    end_session(&request, verified.into_session()).await
}

async fn end_session(
    request: &SessionRequest<'_>,
    session: Session,
) -> Result<RawJson<String>, Error> {
    let body = match request
        .super_tokens()
        .apis()
        .sign_out(request, session)
        .await?
    {
        SignOut::Done => status("OK"),
        SignOut::GeneralError { message } => general_error(&message),
    };
    Ok(RawJson(body.to_string()))
}

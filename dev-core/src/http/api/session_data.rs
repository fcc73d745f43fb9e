//! Reading and replacing what is stored with a session.

use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::{Json, object};
use crate::store::sessions::SessionRow;

/// `GET /recipe/session`.
pub(crate) fn get(call: &Call<'_>) -> Result<Reply, Reply> {
    with_session(call, |row, tenant| {
        Reply::json(&object([
            ("sessionHandle", row.handle.into()),
            ("userId", row.user_id.into()),
            ("recipeUserId", row.recipe_user_id.into()),
            ("userDataInDatabase", row.session_data.into()),
            ("expiry", row.expires_at.into()),
            ("userDataInJWT", row.jwt_payload.into()),
            ("timeCreated", row.created_at.into()),
            ("status", "OK".into()),
            ("tenantId", tenant.into()),
        ]))
    })
}

/// `GET /recipe/session/data`.
pub(crate) fn get_data(call: &Call<'_>) -> Result<Reply, Reply> {
    with_session(call, |row, _| {
        part("userDataInDatabase", row.session_data.into())
    })
}

/// `GET /recipe/jwt/data`.
pub(crate) fn get_claims(call: &Call<'_>) -> Result<Reply, Reply> {
    with_session(call, |row, _| part("userDataInJWT", row.jwt_payload.into()))
}

/// `PUT /recipe/session/data`.
pub(crate) fn put_data(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let handle = body.text("sessionHandle")?;
    let data = body.object("userDataInDatabase")?;
    Ok(done(call.core.replace_session_data(
        &call.app()?,
        &handle,
        &data,
    )?))
}

/// `PUT /recipe/jwt/data`.
pub(crate) fn put_claims(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let handle = body.text("sessionHandle")?;
    let claims = body.object("userDataInJWT")?;
    Ok(done(call.core.replace_claims(
        &call.app()?,
        &handle,
        &claims,
    )?))
}

fn with_session(
    call: &Call<'_>,
    word: impl FnOnce(SessionRow, String) -> Reply,
) -> Result<Reply, Reply> {
    let query = call.request.query();
    let handle = query.need("sessionHandle")?;
    let found = call.core.session(&call.app()?, handle)?;
    Ok(found.map_or_else(missing, |(row, tenant)| word(row, tenant)))
}

fn part(name: &str, value: Json) -> Reply {
    Reply::json(&object([("status", "OK".into()), (name, value)]))
}

fn done(found: bool) -> Reply {
    if found {
        Reply::status("OK")
    } else {
        missing()
    }
}

fn missing() -> Reply {
    Reply::json(&object([
        ("status", "UNAUTHORISED".into()),
        ("message", "Session does not exist.".into()),
    ]))
}

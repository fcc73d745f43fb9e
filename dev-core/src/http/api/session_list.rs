//! The sessions of a user, and ending sessions.

use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::object;

const ONE_OF: &str = "Invalid JSON input - use one of userId or sessionHandles array";

/// `GET /recipe/session/user`.
pub(crate) fn of_user(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let linked = query.on_by_default("fetchSessionsForAllLinkedAccounts");
    let user = (query.need("userId")?, linked);
    let handles = if query.on_by_default("fetchAcrossAllTenants") {
        call.core.session_handles(&*call.app_only()?, None, user)?
    } else {
        let tenant = call.tenant()?;
        call.core
            .session_handles(&tenant.app, Some(&tenant.id), user)?
    };
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("sessionHandles", handles.into()),
    ])))
}

/// `POST /recipe/session/remove`.
pub(crate) fn remove(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let user = body.optional_text("userId")?;
    let handles = body.optional_texts("sessionHandles")?;
    if user.is_some() == handles.is_some() {
        return Err(Reply::bad_request(ONE_OF));
    }
    let everywhere = for_users_only(
        &user,
        "revokeAcrossAllTenants",
        body.optional_flag("revokeAcrossAllTenants")?,
    )?;
    let linked = for_users_only(
        &user,
        "revokeSessionsForLinkedAccounts",
        body.optional_flag("revokeSessionsForLinkedAccounts")?,
    )?;
    let ended = match (user, handles) {
        (Some(user), _) if everywhere => {
            call.core
                .revoke_user(&*call.app_only()?, None, (&user, linked))?
        }
        (Some(user), _) => {
            let tenant = call.tenant()?;
            call.core
                .revoke_user(&tenant.app, Some(&tenant.id), (&user, linked))?
        }
        (None, handles) => call
            .core
            .revoke_handles(&call.app()?, &handles.unwrap_or_default())?,
    };
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("sessionHandlesRevoked", ended.into()),
    ])))
}

/// A switch that is on by default and may only be given together with a user.
fn for_users_only(user: &Option<String>, name: &str, given: Option<bool>) -> Result<bool, Reply> {
    if user.is_none() && given.is_some() {
        return Err(Reply::bad_request(&format!(
            "Invalid JSON input - {name} can only be set if userId is set"
        )));
    }
    Ok(given.unwrap_or(true))
}

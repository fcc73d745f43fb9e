//! Roles and their permissions.

use crate::http::call::Call;
use crate::http::input::{Body, not_blank};
use crate::http::reply::Reply;
use crate::json::object;
use crate::text::trim;

/// `PUT /recipe/role`.
pub(crate) fn put(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let role = not_blank("role", &body.text("role")?)?;
    let permissions = permission_list(&body)?.unwrap_or_default();
    let created = call
        .core
        .put_role(&*call.app_only()?, &role, &permissions)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("createdNewRole", created.into()),
    ])))
}

/// `POST /recipe/role/remove`.
pub(crate) fn remove(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let role = not_blank("role", &body.text("role")?)?;
    let existed = call.core.remove_role(&*call.app_only()?, &role)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("didRoleExist", existed.into()),
    ])))
}

/// `GET /recipe/roles`.
pub(crate) fn all(call: &Call<'_>) -> Result<Reply, Reply> {
    let roles = call.core.roles(&*call.app_only()?)?;
    Ok(Reply::json(&object([
        ("roles", roles.into()),
        ("status", "OK".into()),
    ])))
}

/// `GET /recipe/role/permissions`.
pub(crate) fn permissions(call: &Call<'_>) -> Result<Reply, Reply> {
    let role = not_blank("role", call.request.query().need("role")?)?;
    Ok(match call.core.permissions(&*call.app_only()?, &role)? {
        Some(permissions) => Reply::json(&object([
            ("permissions", permissions.into()),
            ("status", "OK".into()),
        ])),
        None => unknown_role(),
    })
}

/// `POST /recipe/role/permissions/remove`.
pub(crate) fn remove_permissions(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let role = not_blank("role", &body.text("role")?)?;
    let permissions = permission_list(&body)?;
    let removed =
        call.core
            .remove_permissions(&*call.app_only()?, &role, permissions.as_deref())?;
    Ok(removed.map_or_else(unknown_role, |()| Reply::status("OK")))
}

/// `GET /recipe/permission/roles`.
pub(crate) fn with_permission(call: &Call<'_>) -> Result<Reply, Reply> {
    let permission = not_blank("permission", call.request.query().need("permission")?)?;
    let roles = call.core.roles_with(&*call.app_only()?, &permission)?;
    Ok(Reply::json(&object([
        ("roles", roles.into()),
        ("status", "OK".into()),
    ])))
}

/// The response to a role that nobody made.
pub(super) fn unknown_role() -> Reply {
    Reply::status("UNKNOWN_ROLE_ERROR")
}

fn permission_list(body: &Body) -> Result<Option<Vec<String>>, Reply> {
    let Some(texts) = body.optional_texts("permissions")? else {
        return Ok(None);
    };
    let trimmed: Vec<String> = texts.iter().map(|text| trim(text).to_owned()).collect();
    if trimmed.iter().any(String::is_empty) {
        return Err(Reply::bad_request(
            "Field name 'permissions' cannot contain an empty string",
        ));
    }
    Ok(Some(trimmed))
}

//! Who has which role.

use super::roles::unknown_role;
use crate::http::call::Call;
use crate::http::input::not_blank;
use crate::http::reply::Reply;
use crate::json::object;

/// `PUT /recipe/user/role`.
pub(crate) fn assign(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let user = body.text("userId")?;
    let role = not_blank("role", &body.text("role")?)?;
    let had = call.core.assign_role(&call.tenant()?, &user, &role)?;
    Ok(reply("didUserAlreadyHaveRole", had))
}

/// `POST /recipe/user/role/remove`.
pub(crate) fn unassign(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let user = body.text("userId")?;
    let role = not_blank("role", &body.text("role")?)?;
    let had = call.core.unassign_role(&call.tenant()?, &user, &role)?;
    Ok(reply("didUserHaveRole", had))
}

/// `GET /recipe/user/roles`.
pub(crate) fn of_user(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let user = query.need("userId")?;
    let roles = call.core.roles_of(&call.tenant()?, user)?;
    Ok(Reply::json(&object([
        ("roles", roles.into()),
        ("status", "OK".into()),
    ])))
}

/// `GET /recipe/role/users`.
pub(crate) fn users(call: &Call<'_>) -> Result<Reply, Reply> {
    let role = not_blank("role", call.request.query().need("role")?)?;
    Ok(match call.core.users_with(&call.tenant()?, &role)? {
        Some(users) => Reply::json(&object([("users", users.into()), ("status", "OK".into())])),
        None => unknown_role(),
    })
}

fn reply(name: &str, had: Option<bool>) -> Reply {
    had.map_or_else(unknown_role, |had| {
        Reply::json(&object([("status", "OK".into()), (name, had.into())]))
    })
}

//! Users, and signing up and in with email and password.

use super::user_json::{all_members, user_members};
use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::object;
use crate::store::users::User;

/// `POST /recipe/signup`.
pub(crate) fn sign_up(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let email = body.text("email")?;
    let password = body.text("password")?;
    if password.is_empty() {
        return Err(Reply::bad_request("Password cannot be an empty string"));
    }
    let user = call.core.sign_up(&call.tenant()?, &email, &password)?;
    Ok(signed(
        call,
        user.map(with_own_id),
        "EMAIL_ALREADY_EXISTS_ERROR",
    ))
}

/// `POST /recipe/signin`.
pub(crate) fn sign_in(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let email = body.text("email")?;
    let password = body.text("password")?;
    let user = call.core.sign_in(&call.tenant()?, &email, &password)?;
    Ok(signed(call, user, "WRONG_CREDENTIALS_ERROR"))
}

/// `GET /user/id`.
pub(crate) fn by_id(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let id = query.need("userId")?;
    Ok(match call.core.user(&*call.app_only()?, id)? {
        Some(user) => Reply::json(&object([
            ("status", "OK".into()),
            ("user", user_members(&user, call.cdi).into()),
        ])),
        None => Reply::status("UNKNOWN_USER_ID_ERROR"),
    })
}

/// `POST /user/remove`.
pub(crate) fn remove(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let id = body.text("userId")?;
    let all_linked = body.optional_flag("removeAllLinkedAccounts")? != Some(false);
    call.core.remove_user(&*call.app_only()?, &id, all_linked)?;
    Ok(Reply::status("OK"))
}

/// `GET /users/by-accountinfo`.
pub(crate) fn by_account_info(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let union = match query.need("doUnionOfAccountInfo")? {
        "true" => true,
        "false" => false,
        _ => {
            return Err(Reply::bad_request(
                "'doUnionOfAccountInfo' should be either 'true' or 'false'",
            ));
        }
    };
    if query.get("thirdPartyId").is_some() != query.get("thirdPartyUserId").is_some() {
        return Err(Reply::bad_request(
            "If 'thirdPartyId' is provided, 'thirdPartyUserId' must also be provided, and vice versa",
        ));
    }
    // Nobody here has anything but an address.
    let other = ["phoneNumber", "thirdPartyId", "webauthnCredentialId"]
        .iter()
        .any(|name| query.get(name).is_some());
    let tenant = call.tenant()?;
    let found = match query.get("email") {
        Some(email) if union || !other => call.core.user_by_email(&tenant, email)?,
        _ => None,
    };
    let users: Vec<User> = found.into_iter().collect();
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("users", all_members(&users, call.cdi)),
    ])))
}

/// A new user has the id of its only login method.
fn with_own_id(user: User) -> (User, String) {
    let id = user.id.clone();
    (user, id)
}

fn signed(call: &Call<'_>, user: Option<(User, String)>, otherwise: &str) -> Reply {
    let Some((user, recipe_user_id)) = user else {
        return Reply::status(otherwise);
    };
    Reply::json(&object([
        ("status", "OK".into()),
        ("user", user_members(&user, call.cdi).into()),
        ("recipeUserId", recipe_user_id.into()),
    ]))
}

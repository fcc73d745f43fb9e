//! Users, and signing up and in with email and password.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::user_json::user_members;
use crate::http::call::Call;
use crate::http::input::Query;
use crate::http::reply::Reply;
use crate::json::{Json, object};
use crate::store::users::{Listing, User};

/// The longest page of a listing without a search.
const MAX_PAGE: i64 = 500;
const DEFAULT_PAGE: i64 = 100;

/// The recipe whose users this core holds, and the others that may be asked for.
const OWN_RECIPE: &str = "emailpassword";
const OTHER_RECIPES: [&str; 3] = ["thirdparty", "passwordless", "webauthn"];

/// `POST /recipe/signup`.
pub(crate) fn sign_up(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let email = body.text("email")?;
    let password = body.text("password")?;
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

/// `GET /users`.
pub(crate) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let shown = own_recipe_asked(&query)?;
    let tenant = call.tenant()?;
    let descending = match query.get("timeJoinedOrder") {
        None | Some("ASC") => false,
        Some("DESC") => true,
        Some(_) => {
            return Err(Reply::bad_request(
                "timeJoinedOrder can be either ASC OR DESC",
            ));
        }
    };
    let emails = search_texts(query.get("email"));
    let others = [query.get("phone"), query.get("provider")]
        .map(search_texts)
        .concat();
    let limit = page_length(&query, emails.is_empty() && others.is_empty())?;
    let from = query.get("paginationToken").map(read_token).transpose()?;
    let from = from.as_ref().map(|(id, time)| (id.as_str(), *time));
    // Nobody here has a phone number or came from elsewhere.
    let mut users = if shown && others.is_empty() {
        call.core.users(
            &tenant,
            &Listing {
                descending,
                from,
                emails: &emails,
                limit: limit + 1,
            },
        )?
    } else {
        Vec::new()
    };
    let next = if i64::try_from(users.len()).is_ok_and(|found| found > limit) {
        users.pop()
    } else {
        None
    };
    let mut members = object([
        ("status", "OK".into()),
        ("users", all_members(call, &users)),
    ]);
    if let Some(next) = next {
        let token = STANDARD.encode(format!("{};{}", next.id, next.joined_at()));
        members.insert("nextPaginationToken".into(), token.into());
    }
    Ok(Reply::json(&members))
}

/// `GET /users/count`.
pub(crate) fn count(call: &Call<'_>) -> Result<Reply, Reply> {
    let query = call.request.query();
    let shown = own_recipe_asked(&query)?;
    let everywhere = query
        .get("includeAllTenants")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let found = if everywhere {
        call.core.user_count(&*call.app_only()?, None)?
    } else {
        let tenant = call.tenant()?;
        call.core.user_count(&tenant.app, Some(&tenant.id))?
    };
    let found = if shown { found } else { 0 };
    let mut members = object([("status", "OK".into()), ("count", found.into())]);
    let wants_approximate = query
        .get("allowApproximate")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"));
    if wants_approximate && call.cdi.rotates_at_refresh() {
        // The real core keeps an older count at hand for exactly this question. Ours is exact all the same.
        let kept = !everywhere && query.get("includeRecipeIds").is_none_or(str::is_empty);
        members.insert("approximate".into(), kept.into());
        members.insert("asOf".into(), call.core.now().into());
    }
    Ok(Reply::json(&members))
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
        ("users", all_members(call, &users)),
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

fn all_members(call: &Call<'_>, users: &[User]) -> Json {
    Json::Array(
        users
            .iter()
            .map(|user| user_members(user, call.cdi).into())
            .collect(),
    )
}

/// Whether users of this core's recipe are asked for.
fn own_recipe_asked(query: &Query) -> Result<bool, Reply> {
    let names = query.get("includeRecipeIds").unwrap_or_default();
    let names: Vec<&str> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| **name != OWN_RECIPE && !OTHER_RECIPES.contains(name))
    {
        return Err(Reply::bad_request(&format!("Unknown recipe ID: {unknown}")));
    }
    Ok(names.is_empty() || names.contains(&OWN_RECIPE))
}

fn page_length(query: &Query, bounded: bool) -> Result<i64, Reply> {
    let Some(text) = query.get("limit") else {
        return Ok(DEFAULT_PAGE);
    };
    let limit: i32 = text
        .parse()
        .map_err(|_| Reply::bad_request("Field name 'limit' must be an int in the GET request"))?;
    let limit = i64::from(limit);
    if bounded && limit > MAX_PAGE {
        return Err(Reply::bad_request(&format!(
            "max limit allowed is {MAX_PAGE}"
        )));
    }
    if limit < 1 {
        return Err(Reply::bad_request(
            "limit must a positive integer with min value 1",
        ));
    }
    Ok(limit)
}

fn search_texts(value: Option<&str>) -> Vec<String> {
    let texts = value.unwrap_or_default().split(';');
    texts
        .map(|text| text.trim().to_lowercase())
        .filter(|text| !text.is_empty())
        .collect()
}

fn read_token(token: &str) -> Result<(String, i64), Reply> {
    let parts = STANDARD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    parts
        .as_deref()
        .and_then(|text| text.split_once(';'))
        .and_then(|(id, time)| Some((id.to_owned(), time.parse().ok()?)))
        .ok_or_else(|| Reply::bad_request("invalid pagination token"))
}

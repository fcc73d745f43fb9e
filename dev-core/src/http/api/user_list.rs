//! Users page by page, found by a search, and counted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::user_json::all_members;
use crate::http::call::Call;
use crate::http::input::Query;
use crate::http::reply::Reply;
use crate::json::object;
use crate::store::users::Listing;
use crate::text::normal_email;

/// The longest page of a listing without a search.
const MAX_PAGE: i64 = 500;
const DEFAULT_PAGE: i64 = 100;

/// So many users a search finds at most.
const MAX_FOUND: i64 = 1000;

/// The recipe whose users this core holds, and the others that may be asked for.
const OWN_RECIPE: &str = "emailpassword";
const OTHER_RECIPES: [&str; 3] = ["thirdparty", "passwordless", "webauthn"];

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
    let searches = !(emails.is_empty() && others.is_empty());
    let limit = page_length(&query, !searches)?;
    let from = query.get("paginationToken").map(read_token).transpose()?;
    let from = from.as_ref().map(|(id, time)| (id.as_str(), *time));
    // Nobody here has a phone number or came from elsewhere.
    let mut users = if shown && others.is_empty() {
        call.core.users(
            &tenant,
            &Listing {
                descending,
                from: from.filter(|_| !searches),
                emails: &emails,
                limit: if searches { MAX_FOUND } else { limit + 1 },
            },
        )?
    } else {
        Vec::new()
    };
    // What a search finds is one page, however long.
    let goes_on = !searches && i64::try_from(users.len()).is_ok_and(|found| found > limit);
    let next = if goes_on { users.pop() } else { None };
    let mut members = object([
        ("status", "OK".into()),
        ("users", all_members(&users, call.cdi)),
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
        .map(normal_email)
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

//! The claims of the access token, read and changed.

use rocket::serde::json::{Json, Value};
use rocket::{Route, State, get, post, routes};
use rocket_supertokens::{Error, JsonObject, Session, SuperTokens, verify_session};

pub(super) fn routes() -> Vec<Route> {
    routes![payload, replace, replace_by_handle]
}

/// What the suites do not try to remove. The library keeps further claims of its own on top.
const KEPT: [&str; 7] = [
    "sub",
    "iat",
    "exp",
    "sessionHandle",
    "parentRefreshTokenHash1",
    "refreshTokenHash1",
    "antiCsrfToken",
];

#[verify_session]
#[get("/update-jwt")]
fn payload(session: Session) -> Json<JsonObject> {
    Json(session.access_token_payload().as_ref().clone())
}

#[verify_session]
#[post("/update-jwt", data = "<claims>")]
async fn replace(claims: Json<JsonObject>, session: Session) -> Result<Json<JsonObject>, Error> {
    let update = replacing(&session.access_token_payload(), claims.into_inner());
    session.merge_into_access_token_payload(update).await?;
    Ok(Json(session.access_token_payload().as_ref().clone()))
}

/// Changes what the core has stored. The tokens of this response know nothing of it.
#[verify_session]
#[post("/update-jwt-with-handle", data = "<claims>")]
async fn replace_by_handle(
    claims: Json<JsonObject>,
    session: Session,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<JsonObject>, Error> {
    let stored = super_tokens.session_information(session.handle()).await?;
    let stored = stored.map(|stored| stored.payload).unwrap_or_default();
    let update = replacing(&stored, claims.into_inner());
    super_tokens
        .merge_into_access_token_payload(session.handle(), update)
        .await?;
    Ok(Json(session.access_token_payload().as_ref().clone()))
}

/// An update after which only `new` is left of the user's claims.
fn replacing(old: &JsonObject, new: JsonObject) -> JsonObject {
    let removed = old.keys().filter(|name| !KEPT.contains(&name.as_str()));
    let mut update: JsonObject = removed.map(|name| (name.clone(), Value::Null)).collect();
    update.extend(new);
    update
}

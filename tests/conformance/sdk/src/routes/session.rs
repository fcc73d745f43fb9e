//! Sessions begin, are verified and go on without a request.

use rocket::http::Status;
use rocket::serde::json::{Json, Value, json};
use rocket::{Either, Route, State, post, routes};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::session::AccessToken;
use rocket_supertokens::{Error, JsonObject, SuperTokens};
use serde::Deserialize;

use crate::body::{UserContext, recipe_user_id, serialized};
use crate::trouble::Trouble;

pub(super) fn routes() -> Vec<Route> {
    routes![create, verify, refresh, regenerate]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Create {
    tenant_id: Option<String>,
    recipe_user_id: String,
    access_token_payload: Option<JsonObject>,
    session_data_in_database: Option<JsonObject>,
    disable_anti_csrf: Option<bool>,
    #[serde(default)]
    user_context: UserContext,
}

#[post(
    "/test/session/createnewsessionwithoutrequestresponse",
    data = "<body>"
)]
async fn create(
    body: Json<Create>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Trouble> {
    let body = body.into_inner();
    let mut new = NewSession::new(body.recipe_user_id);
    if let Some(tenant_id) = body.tenant_id {
        new.tenant_id = tenant_id;
    }
    new.payload = body.access_token_payload.unwrap_or_default();
    new.data = body.session_data_in_database.unwrap_or_default();
    new.disable_anti_csrf = body.disable_anti_csrf.unwrap_or_default();
    let super_tokens = super_tokens.with_context(body.user_context);
    Ok(Json(serialized(&super_tokens.create_session(new).await?)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Verify {
    access_token: String,
    anti_csrf_token: Option<String>,
    #[serde(default)]
    options: Options,
    #[serde(default)]
    user_context: UserContext,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    check_database: Option<bool>,
    anti_csrf_check: Option<bool>,
    session_required: Option<bool>,
}

#[post("/test/session/getsessionwithoutrequestresponse", data = "<body>")]
async fn verify(
    body: Json<Verify>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Option<Value>>, Trouble> {
    let body = body.into_inner();
    let mut options =
        VerifyOptions::default().check_database(body.options.check_database.unwrap_or_default());
    if let Some(check) = body.options.anti_csrf_check {
        options = options.anti_csrf_check(check);
    }
    let super_tokens = super_tokens.with_context(body.user_context);
    let mut verify = super_tokens
        .verify_token(&body.access_token)
        .options(options);
    if let Some(token) = body.anti_csrf_token {
        verify = verify.anti_csrf(token);
    }
    let session = match body.options.session_required {
        Some(false) => verify.optional().await?,
        Some(true) | None => Some(verify.await?),
    };
    Ok(Json(session.as_ref().map(serialized)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refresh {
    refresh_token: String,
    disable_anti_csrf: Option<bool>,
    anti_csrf_token: Option<String>,
    #[serde(default)]
    user_context: UserContext,
}

/// Fails with the error itself, where other routes respond as an application does.
#[post("/test/session/refreshsessionwithoutrequestresponse", data = "<body>")]
async fn refresh(body: Json<Refresh>, super_tokens: &State<SuperTokens>) -> (Status, Json<Value>) {
    let body = body.into_inner();
    let super_tokens = super_tokens.with_context(body.user_context);
    let mut refresh = super_tokens.refresh(body.refresh_token);
    if let Some(token) = body.anti_csrf_token {
        refresh = refresh.anti_csrf(token);
    }
    if body.disable_anti_csrf.unwrap_or_default() {
        refresh = refresh.without_anti_csrf();
    }
    match refresh.await {
        Ok(session) => (Status::Ok, Json(serialized(&session))),
        Err(error) => (Status::InternalServerError, Json(described(&error))),
    }
}

/// An error of the session recipe, as the other SDKs have it.
fn described(error: &Error) -> Value {
    let (kind, payload) = match error {
        Error::Unauthorised { clear_tokens, .. } => {
            ("UNAUTHORISED", json!({ "clearTokens": clear_tokens }))
        }
        Error::TokenTheftDetected {
            session_handle,
            user_id,
            recipe_user_id: id,
        } => {
            let payload = json!({
                "sessionHandle": session_handle,
                "userId": user_id,
                "recipeUserId": recipe_user_id(id),
            });
            ("TOKEN_THEFT_DETECTED", payload)
        }
        _ => return json!({ "message": error.to_string() }),
    };
    json!({
        "type": kind,
        "payload": payload,
        "fromRecipe": "session",
        "message": error.to_string(),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Regenerate {
    access_token: String,
    #[serde(default)]
    new_access_token_payload: Option<JsonObject>,
    #[serde(default)]
    user_context: UserContext,
}

/// Without a body where there is no such session.
#[post("/test/session/regenerateaccesstoken", data = "<body>")]
async fn regenerate(
    body: Json<Regenerate>,
    super_tokens: &State<SuperTokens>,
) -> Result<Either<Json<Value>, ()>, Trouble> {
    let body = body.into_inner();
    let regenerated = super_tokens
        .with_context(body.user_context)
        .regenerate_access_token(&body.access_token, body.new_access_token_payload)
        .await?;
    // A token that can be regenerated can be read.
    let (Some(regenerated), Ok(old)) = (regenerated, AccessToken::parse(&body.access_token)) else {
        return Ok(Either::Right(()));
    };
    let mut response = json!({
        "status": "OK",
        "session": {
            "handle": old.session_handle(),
            "userId": old.user_id(),
            "recipeUserId": recipe_user_id(old.recipe_user_id()),
            "userDataInJWT": regenerated.payload,
            "tenantId": old.tenant_id(),
        },
    });
    if let Some(token) = regenerated.access_token {
        response["accessToken"] = json!({
            "token": token.as_str(),
            "expiry": token.expiry(),
            "createdTime": token.time_created(),
        });
    }
    Ok(Either::Left(Json(response)))
}

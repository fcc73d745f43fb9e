//! Sessions as the core has them, known by their handle or their user.

use std::sync::Arc;

use rocket::serde::json::{Json, Value, json};
use rocket::{Either, Route, State, post, routes};
use rocket_supertokens::claims::ClaimRules;
use rocket_supertokens::session::SessionsOfUser;
use rocket_supertokens::{JsonObject, SuperTokens};
use serde::Deserialize;

use crate::body::{UserContext, recipe_user_id};
use crate::claims::{ClaimSpec, NamedClaim};
use crate::record::Record;
use crate::trouble::Trouble;

pub(super) fn routes() -> Vec<Route> {
    routes![
        information,
        handles_of_user,
        revoke_all_of_user,
        merge_into_payload,
        fetch_and_set_claim,
        validate_claims
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfHandle {
    session_handle: String,
    #[serde(default)]
    user_context: UserContext,
}

/// Without a body where there is no such session.
#[post("/test/session/getsessioninformation", data = "<body>")]
async fn information(
    body: Json<OfHandle>,
    super_tokens: &State<SuperTokens>,
) -> Result<Either<Json<Value>, ()>, Trouble> {
    let body = body.into_inner();
    let super_tokens = super_tokens.with_context(body.user_context);
    let Some(stored) = super_tokens
        .session_information(&body.session_handle)
        .await?
    else {
        return Ok(Either::Right(()));
    };
    Ok(Either::Left(Json(json!({
        "sessionHandle": stored.session_handle,
        "timeCreated": stored.time_created,
        "expiry": stored.expiry,
        "userId": stored.user_id,
        "recipeUserId": recipe_user_id(&stored.recipe_user_id),
        "sessionDataInDatabase": stored.data,
        "customClaimsInAccessTokenPayload": stored.payload,
        "tenantId": stored.tenant_id,
    }))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfUser {
    user_id: String,
    #[serde(
        alias = "fetchSessionsForAllLinkedAccounts",
        alias = "revokeSessionsForLinkedAccounts"
    )]
    linked_accounts: Option<bool>,
    tenant_id: Option<String>,
    #[serde(default)]
    user_context: UserContext,
}

impl OfUser {
    fn sessions(&self) -> SessionsOfUser {
        let mut sessions = SessionsOfUser::all(&self.user_id);
        if self.linked_accounts == Some(false) {
            sessions = sessions.without_linked_accounts();
        }
        match &self.tenant_id {
            Some(tenant_id) => sessions.in_tenant(tenant_id),
            None => sessions,
        }
    }
}

#[post("/test/session/getallsessionhandlesforuser", data = "<body>")]
async fn handles_of_user(
    body: Json<OfUser>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Vec<String>>, Trouble> {
    let super_tokens = super_tokens.with_context(body.user_context.clone());
    Ok(Json(
        super_tokens
            .session_handles_of_user(body.sessions())
            .await?,
    ))
}

#[post("/test/session/revokeallsessionsforuser", data = "<body>")]
async fn revoke_all_of_user(
    body: Json<OfUser>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Vec<String>>, Trouble> {
    let super_tokens = super_tokens.with_context(body.user_context.clone());
    Ok(Json(
        super_tokens
            .revoke_sessions_of_user(body.sessions())
            .await?,
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Merge {
    session_handle: String,
    access_token_payload_update: JsonObject,
    #[serde(default)]
    user_context: UserContext,
}

#[post("/test/session/mergeintoaccesspayload", data = "<body>")]
async fn merge_into_payload(
    body: Json<Merge>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<bool>, Trouble> {
    let body = body.into_inner();
    let super_tokens = super_tokens.with_context(body.user_context);
    let update = body.access_token_payload_update;
    Ok(Json(
        super_tokens
            .merge_into_access_token_payload(&body.session_handle, update)
            .await?,
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FetchClaim {
    session_handle: String,
    claim: ClaimSpec,
    #[serde(default)]
    user_context: UserContext,
}

#[post("/test/session/fetchandsetclaim", data = "<body>")]
async fn fetch_and_set_claim(
    body: Json<FetchClaim>,
    super_tokens: &State<SuperTokens>,
    record: &State<Arc<Record>>,
) -> Result<Json<bool>, Trouble> {
    let body = body.into_inner();
    let claim = NamedClaim::new(body.claim, record)?;
    let super_tokens = super_tokens.with_context(body.user_context);
    Ok(Json(
        super_tokens
            .fetch_and_set_claim(&body.session_handle, &claim)
            .await?,
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValidateClaims {
    session_handle: String,
    /// The name of a function. The suite uses none.
    override_global_claim_validators: Option<String>,
    #[serde(default)]
    user_context: UserContext,
}

#[post("/test/session/validateclaimsforsessionhandle", data = "<body>")]
async fn validate_claims(
    body: Json<ValidateClaims>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Trouble> {
    let body = body.into_inner();
    if let Some(name) = body.override_global_claim_validators {
        return Err(Trouble::Unknown(format!("Unknown eval string: {name}")));
    }
    let failures = super_tokens
        .with_context(body.user_context)
        .validate_claims_for_handle(&body.session_handle, &ClaimRules::global())
        .await?;
    Ok(Json(match failures {
        Some(failures) => json!({ "status": "OK", "invalidClaims": failures }),
        None => json!({ "status": "SESSION_DOES_NOT_EXIST_ERROR" }),
    }))
}

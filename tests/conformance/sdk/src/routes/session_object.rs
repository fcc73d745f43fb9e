//! Functions of a session, which the suite has as its tokens.

use std::sync::Arc;

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, State, post, routes};
use rocket_supertokens::session::{AccessToken, SessionTokens};
use rocket_supertokens::{Error, JsonObject, Session, SuperTokens};
use serde::Deserialize;

use crate::body::{RefreshTokenInfo, UserContext, recipe_user_id, serialized};
use crate::claims::{ClaimSpec, NamedClaim, ValidatorSpec, validator};
use crate::record::Record;
use crate::trouble::Trouble;

pub(super) fn routes() -> Vec<Route> {
    routes![call]
}

/// The session, and the arguments of all functions.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    session: Tokens,
    #[serde(default)]
    new_session_data: JsonObject,
    #[serde(default)]
    access_token_payload_update: JsonObject,
    #[serde(default)]
    claim_validators: Vec<ValidatorSpec>,
    claim: Option<ClaimSpec>,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    user_context: UserContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    access_token: String,
    refresh_token: Option<RefreshTokenInfo>,
}

/// Responds with what the function returns and with the session as it is then.
#[post("/test/session/sessionobject/<function>", data = "<body>")]
async fn call(
    function: &str,
    body: Json<Value>,
    super_tokens: &State<SuperTokens>,
    record: &State<Arc<Record>>,
) -> Result<Json<Value>, Trouble> {
    let name = format!("sessionobject.{function}");
    record.call(&name, body.0.clone());
    let call = serde_json::from_value(body.into_inner())?;
    match run(function, call, super_tokens, record).await {
        Ok((value, session)) => {
            record.result(name, value.clone());
            let mut response = json!({ "updatedSession": serialized(&session) });
            if let Some(value) = value {
                response["retVal"] = value;
            }
            Ok(Json(response))
        }
        Err(trouble) => {
            record.rejection(name, &trouble.to_string());
            Err(trouble)
        }
    }
}

/// `None` where the function returns nothing.
async fn run(
    function: &str,
    call: Call,
    super_tokens: &SuperTokens,
    record: &Arc<Record>,
) -> Result<(Option<Value>, Session), Trouble> {
    let super_tokens = super_tokens.with_context(call.user_context.clone());
    let session = session(call.session, &super_tokens)?;
    let claim = || {
        let missing = || Trouble::Unknown("the claim is missing".to_owned());
        NamedClaim::new(call.claim.ok_or_else(missing)?, record)
    };
    let mut value = None;
    match function {
        "getuserid" => value = Some(session.user_id().into()),
        "getrecipeuserid" => value = Some(recipe_user_id(session.recipe_user_id())),
        "gettenantid" => value = Some(session.tenant_id().into()),
        "gethandle" => value = Some(session.handle().into()),
        "getaccesstokenpayload" => value = Some(json!(session.access_token_payload().as_ref())),
        "getaccesstoken" => value = Some(session.all_tokens_dangerously().access_token.into()),
        "getallsessiontokensdangerously" => value = Some(all_tokens(&session)),
        "gettimecreated" => value = Some(session.time_created().await?.into()),
        "getexpiry" => value = Some(session.expiry().await?.into()),
        "getsessiondatafromdatabase" => value = Some(session.session_data().await?.into()),
        "updatesessiondataindatabase" => session.update_session_data(call.new_session_data).await?,
        "mergeintoaccesstokenpayload" => {
            let update = call.access_token_payload_update;
            session.merge_into_access_token_payload(update).await?;
        }
        "assertclaims" => {
            let specs = call.claim_validators.into_iter();
            let validators = specs.map(|spec| validator(spec, &call.user_context, record));
            let validators: Vec<_> = validators.collect::<Result<_, _>>()?;
            session.assert_claims(&validators).await?;
        }
        "fetchandsetclaim" => session.fetch_and_set_claim(&claim()?).await?,
        "setclaimvalue" => session.set_claim_value(&claim()?, &call.value).await?,
        "getclaimvalue" => value = session.claim_value(&claim()?),
        "removeclaim" => session.remove_claim(&claim()?).await?,
        "revokesession" => session.revoke().await?,
        _ => return Err(Trouble::NoSuchRoute),
    }
    Ok((value, session))
}

fn all_tokens(session: &Session) -> Value {
    let tokens = session.all_tokens_dangerously();
    json!({
        "accessToken": tokens.access_token,
        "refreshToken": tokens.refresh_token,
        "antiCsrfToken": tokens.anti_csrf_token,
        "frontToken": tokens.front_token,
        "accessAndFrontTokenUpdated": tokens.access_and_front_token_updated,
    })
}

/// Like an object that lives in the suite: nothing is verified on its way back. The anti-csrf token is the access
/// token's own.
fn session(tokens: Tokens, super_tokens: &SuperTokens) -> Result<Session, Error> {
    let access_token = AccessToken::parse(&tokens.access_token);
    let anti_csrf_token = access_token.ok().and_then(|token| {
        let anti_csrf_token = token.payload().get("antiCsrfToken")?;
        anti_csrf_token.as_str().map(str::to_owned)
    });
    let mut known = SessionTokens::new(tokens.access_token);
    known.anti_csrf_token = anti_csrf_token;
    if let Some(refresh) = tokens.refresh_token {
        known.refresh_token = Some(refresh.token);
        known.refresh_token_expiry = Some(refresh.expiry);
    }
    super_tokens.session_from_tokens_dangerously(known)
}

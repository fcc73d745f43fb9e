//! Verification of e-mail addresses.

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, State, post, routes};
use rocket_supertokens::SuperTokens;
use rocket_supertokens::recipes::EmailOfUser;
use serde::Deserialize;
use url::form_urlencoded;

use crate::body::{UserContext, recipe_user_id};
use crate::core::Core;
use crate::trouble::Trouble;

pub(super) fn routes() -> Vec<Route> {
    routes![create_token, verify, is_verified, unverify]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfUser {
    tenant_id: Option<String>,
    recipe_user_id: String,
    email: Option<String>,
    #[serde(default)]
    user_context: UserContext,
}

impl OfUser {
    fn address<'a>(&'a self, email: &'a str) -> EmailOfUser<'a> {
        EmailOfUser {
            recipe_user_id: &self.recipe_user_id,
            email,
        }
    }

    /// The address; of the login method where the test names none.
    async fn email(&self, core: &Core) -> Result<Option<String>, Trouble> {
        if let Some(email) = &self.email {
            return Ok(Some(email.clone()));
        }
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("userId", &self.recipe_user_id)
            .finish();
        let response = core.get(&format!("/user/id?{query}")).await?;
        let Some(methods) = response["user"]["loginMethods"].as_array() else {
            return Err(Trouble::Unknown("UNKNOWN_USER_ID_ERROR".to_owned()));
        };
        let mut methods = methods.iter();
        let method = methods.find(|method| method["recipeUserId"] == self.recipe_user_id.as_str());
        Ok(method.and_then(|method| method["email"].as_str().map(str::to_owned)))
    }
}

#[post(
    "/test/emailverification/createemailverificationtoken",
    data = "<body>"
)]
async fn create_token(
    body: Json<OfUser>,
    super_tokens: &State<SuperTokens>,
    core: &State<Core>,
) -> Result<Json<Value>, Trouble> {
    let token = match body.email(core).await? {
        Some(email) => {
            let tenant_id = body.tenant_id.as_deref().unwrap_or("public");
            super_tokens
                .with_context(body.user_context.clone())
                .email_verification()
                .in_tenant(tenant_id)
                .create_token(body.address(&email))
                .await?
        }
        None => None,
    };
    Ok(Json(match token {
        Some(token) => json!({ "status": "OK", "token": token }),
        None => json!({ "status": "EMAIL_ALREADY_VERIFIED_ERROR" }),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Verify {
    tenant_id: Option<String>,
    token: String,
    #[serde(default)]
    user_context: UserContext,
}

#[post("/test/emailverification/verifyemailusingtoken", data = "<body>")]
async fn verify(
    body: Json<Verify>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Trouble> {
    let body = body.into_inner();
    let tenant_id = body.tenant_id.as_deref().unwrap_or("public");
    let verified = super_tokens
        .with_context(body.user_context)
        .email_verification()
        .in_tenant(tenant_id)
        .verify(&body.token)
        .await?;
    Ok(Json(match verified {
        Some(verified) => {
            let id = recipe_user_id(&verified.recipe_user_id);
            let user = json!({ "recipeUserId": id, "email": verified.email });
            json!({ "status": "OK", "user": user })
        }
        None => json!({ "status": "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR" }),
    }))
}

/// Users without an address count as verified.
#[post("/test/emailverification/isemailverified", data = "<body>")]
async fn is_verified(
    body: Json<OfUser>,
    super_tokens: &State<SuperTokens>,
    core: &State<Core>,
) -> Result<Json<bool>, Trouble> {
    let Some(email) = body.email(core).await? else {
        return Ok(Json(true));
    };
    let super_tokens = super_tokens.with_context(body.user_context.clone());
    let functions = super_tokens.email_verification();
    Ok(Json(functions.is_verified(body.address(&email)).await?))
}

#[post("/test/emailverification/unverifyemail", data = "<body>")]
async fn unverify(
    body: Json<OfUser>,
    super_tokens: &State<SuperTokens>,
    core: &State<Core>,
) -> Result<Json<Value>, Trouble> {
    if let Some(email) = body.email(core).await? {
        let super_tokens = super_tokens.with_context(body.user_context.clone());
        let functions = super_tokens.email_verification();
        functions.unverify(body.address(&email)).await?;
    }
    Ok(Json(json!({ "status": "OK" })))
}

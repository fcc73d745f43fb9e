//! What session tests need of recipes that this SDK does not have. The core's responses are the suite's.

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, State, post, routes};
use rocket_supertokens::JsonObject;
use serde::Deserialize;

use crate::core::Core;
use crate::trouble::Trouble;

pub(super) fn routes() -> Vec<Route> {
    routes![
        sign_up,
        create_primary_user,
        link_accounts,
        create_or_update_tenant
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignUp {
    tenant_id: Option<String>,
    email: String,
    password: String,
}

#[post("/test/emailpassword/signup", data = "<body>")]
async fn sign_up(body: Json<SignUp>, core: &State<Core>) -> Result<Json<Value>, Trouble> {
    let tenant_id = body.tenant_id.as_deref().unwrap_or("public");
    let credentials = json!({ "email": body.email, "password": body.password });
    let path = format!("/{tenant_id}/recipe/signup");
    Ok(Json(core.post(&path, &credentials).await?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PrimaryUser {
    recipe_user_id: String,
}

#[post("/test/accountlinking/createprimaryuser", data = "<body>")]
async fn create_primary_user(
    body: Json<PrimaryUser>,
    core: &State<Core>,
) -> Result<Json<Value>, Trouble> {
    let user = json!({ "recipeUserId": body.recipe_user_id });
    let path = "/recipe/accountlinking/user/primary";
    Ok(Json(core.post(path, &user).await?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Link {
    recipe_user_id: String,
    primary_user_id: String,
}

#[post("/test/accountlinking/linkaccounts", data = "<body>")]
async fn link_accounts(body: Json<Link>, core: &State<Core>) -> Result<Json<Value>, Trouble> {
    let users = json!({
        "recipeUserId": body.recipe_user_id,
        "primaryUserId": body.primary_user_id,
    });
    let path = "/recipe/accountlinking/user/link";
    Ok(Json(core.post(path, &users).await?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tenant {
    tenant_id: String,
    #[serde(default)]
    config: JsonObject,
}

#[post("/test/multitenancy/createorupdatetenant", data = "<body>")]
async fn create_or_update_tenant(
    body: Json<Tenant>,
    core: &State<Core>,
) -> Result<Json<Value>, Trouble> {
    let mut tenant = body.config.clone();
    tenant.insert("tenantId".to_owned(), body.tenant_id.clone().into());
    let path = "/recipe/multitenancy/tenant/v2";
    Ok(Json(core.put(path, &tenant.into()).await?))
}

//! What an application does with a session over HTTP.

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, get, post, routes};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    routes![create, session, refresh, verify]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Create {
    recipe_user_id: String,
}

#[post("/create", data = "<create>")]
async fn create(create: Json<Create>, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(&create.recipe_user_id).await?;
    Ok(())
}

#[verify_session]
#[post("/getsession")]
fn session(session: Session) -> Json<Value> {
    Json(ids(&session))
}

#[post("/refreshsession")]
async fn refresh(sessions: Sessions<'_>) -> Result<Json<Value>, Error> {
    Ok(Json(ids(&sessions.refresh().await?)))
}

#[verify_session]
#[get("/verify")]
fn verify() -> Json<Value> {
    Json(json!({ "status": "OK" }))
}

fn ids(session: &Session) -> Value {
    json!({ "userId": session.user_id(), "recipeUserId": session.recipe_user_id() })
}

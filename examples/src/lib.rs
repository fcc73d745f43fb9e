//! The application of the README: every session function behind a Rocket route. JSON in, JSON out.

use rocket::http::Status;
use rocket::serde::json::{Json, Value, json};
use rocket::{Build, Rocket, State, get, patch, post, put, routes};
use rocket_supertokens::doctor::Severity;
use rocket_supertokens::{
    Builder, Error, JsonObject, Session, Sessions, SuperTokens, verify_session,
};
use serde::Deserialize;

/// The application, with its core at `connection_uri`.
pub fn rocket(connection_uri: &str, api_key: Option<&str>) -> Rocket<Build> {
    rocket_with(rocket::build(), settings(connection_uri, api_key))
}

/// The settings of this application.
pub fn settings(connection_uri: &str, api_key: Option<&str>) -> Builder {
    let settings = SuperTokens::builder()
        .connection_uri(connection_uri)
        .app_name("Rocket Example")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    match api_key {
        Some(key) => settings.api_key(key),
        None => settings,
    }
}

/// The application, on the caller's Rocket and with the caller's settings.
pub fn rocket_with(rocket: Rocket<Build>, settings: Builder) -> Rocket<Build> {
    let routes = routes![
        login,
        like_comment,
        comments,
        me,
        replace_session_data,
        change_access_token_payload,
        sensitive,
        revoke,
        health
    ];
    rocket.attach(settings.fairing()).mount("/", routes)
}

#[derive(Deserialize)]
struct Login {
    user_id: String,
}

/// Begins a session. A real application checks a password here.
#[post("/login", data = "<login>")]
async fn login(login: Json<Login>, sessions: Sessions<'_>) -> Result<Json<Value>, Error> {
    let session = sessions.create(&login.user_id).await?;
    Ok(Json(json!({ "user_id": session.user_id() })))
}

/// This route needs a session.
#[verify_session]
#[post("/like-comment")]
fn like_comment(session: Session) -> Json<Value> {
    Json(json!({ "user_id": session.user_id() }))
}

/// This route works with a session and without one.
#[verify_session(required = false)]
#[get("/comments")]
fn comments(session: Option<Session>) -> Json<Value> {
    Json(json!({ "user_id": session.as_ref().map(Session::user_id) }))
}

/// What the application can know about the session.
#[verify_session]
#[get("/me")]
async fn me(session: Session) -> Result<Json<Value>, Error> {
    Ok(Json(json!({
        "user_id": session.user_id(),
        "recipe_user_id": session.recipe_user_id(),
        "tenant_id": session.tenant_id(),
        "session_handle": session.handle(),
        "access_token_payload": *session.access_token_payload(),
        "session_data": session.session_data().await?,
    })))
}

/// Replaces the data that the core keeps with the session.
#[verify_session]
#[put("/session-data", data = "<data>")]
async fn replace_session_data(
    data: Json<Value>,
    session: Session,
) -> Result<Json<JsonObject>, Error> {
    session.update_session_data(&*data).await?;
    Ok(Json(session.session_data().await?))
}

/// Adds claims to the access token. A claim that is `null` is removed.
#[verify_session]
#[patch("/access-token-payload", data = "<update>")]
async fn change_access_token_payload(
    update: Json<Value>,
    session: Session,
) -> Result<Json<Value>, Error> {
    session.merge_into_access_token_payload(&*update).await?;
    Ok(Json(json!(*session.access_token_payload())))
}

/// Asks the core whether the session still exists, so that a revoked session is refused at once.
#[verify_session(check_database)]
#[get("/sensitive")]
fn sensitive(session: Session) -> Json<Value> {
    Json(json!({ "user_id": session.user_id() }))
}

/// Ends the session.
#[verify_session]
#[post("/revoke")]
async fn revoke(session: Session) -> Result<Json<Value>, Error> {
    session.revoke().await?;
    Ok(Json(json!({ "revoked": true })))
}

/// Whether application and core are well, for monitoring: 503 if requests fail because of what is wrong. Do not show it
/// to everybody, because the findings name the hosts of the core.
#[get("/health")]
async fn health(super_tokens: &State<SuperTokens>) -> (Status, Json<Value>) {
    let findings = super_tokens.check().await;
    let fails = findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error);
    let status = if fails {
        Status::ServiceUnavailable
    } else {
        Status::Ok
    };
    let body = if findings.is_empty() {
        json!("ok")
    } else {
        json!(findings)
    };
    (status, Json(body))
}

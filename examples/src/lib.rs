//! The application of the README: every session function behind a Rocket route. JSON in, JSON out; and a page to try it.

pub mod page;

use rocket::http::Status;
use rocket::serde::json::{Json, Value, json};
use rocket::{Build, Config, Rocket, State, get, patch, post, put, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::doctor::Severity;
use rocket_supertokens::{
    Builder, Error, JsonObject, Session, Sessions, SuperTokens, verify_session,
};
use serde::Deserialize;

/// The application and its page, with its core at `connection_uri`.
pub fn rocket(connection_uri: &str, api_key: Option<&str>) -> Rocket<Build> {
    let rocket = rocket_with(rocket::build(), settings(connection_uri, api_key));
    page::with_page(rocket, page::Sdk::find())
}

/// The settings of this application.
pub fn settings(connection_uri: &str, api_key: Option<&str>) -> Builder {
    // Where Rocket will listen: `ROCKET_PORT` and `Rocket.toml` are heeded.
    let port = Config::figment().extract_inner("port");
    let port = port.unwrap_or(Config::default().port);
    let address = format!("http://localhost:{port}");
    let settings = SuperTokens::builder()
        .connection_uri(connection_uri)
        .app_name("Rocket Example")
        .api_domain(&address)
        .website_domain(&address);
    match api_key {
        Some(key) => settings.api_key(key),
        None => settings,
    }
}

/// The application without its page, on the caller's Rocket and with the caller's settings.
pub fn rocket_with(rocket: Rocket<Build>, settings: Builder) -> Rocket<Build> {
    let routes = routes![
        login,
        like_comment,
        comments,
        me,
        replace_session_data,
        change_access_token_payload,
        sensitive,
        admin_area,
        become_admin,
        revoke,
        revoke_all,
        health
    ];
    rocket.attach(settings.fairing()).mount("/", routes)
}

/// The role that opens the admin area.
const ADMIN: &str = "admin";

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

/// Only for users with a role. The refusal names the claim, so that the front end can tell the user.
#[verify_session(claims(UserRole::includes(ADMIN)))]
#[get("/admin-area")]
fn admin_area(session: Session) -> Json<Value> {
    Json(json!({ "user_id": session.user_id() }))
}

/// Gives the user the role, and the session the claim. A real application would ask who may have it.
#[verify_session]
#[post("/become-admin")]
async fn become_admin(
    session: Session,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Error> {
    let roles = super_tokens.user_roles();
    roles.create_role_or_add_permissions(ADMIN, &[]).await?;
    roles.add_role_to_user(session.user_id(), ADMIN).await?;
    session.fetch_and_set_claim(&UserRole).await?;
    Ok(Json(json!({ "roles": session.claim_value(&UserRole) })))
}

/// Ends the session.
#[verify_session]
#[post("/revoke")]
async fn revoke(session: Session) -> Result<Json<Value>, Error> {
    session.revoke().await?;
    Ok(Json(json!({ "revoked": true })))
}

/// Ends all sessions of the user, on whatever device. The others notice when their access tokens expire, or at once on
/// routes with `check_database`.
#[verify_session]
#[post("/revoke-all")]
async fn revoke_all(
    session: Session,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Error> {
    let user_id = session.user_id();
    let revoked = super_tokens.revoke_sessions_of_user(user_id).await?;
    // The response takes the tokens of this one away.
    session.revoke().await?;
    Ok(Json(json!({ "revoked": revoked.len() })))
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

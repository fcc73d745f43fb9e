//! The application that the tests of the kit test, written as if there were no kit.

/// The README's code compiles: its blocks are tests of this package's documentation, which has the kit.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

use std::time::Duration;

use rocket::http::Status;
use rocket::serde::json::{Json, Value, json};
use rocket::{Build, Rocket, delete, get, post, routes};
use rocket_supertokens::claims::{
    ClaimContext, EmailVerified, Fetches, Permission, PrimitiveClaim, UserRole,
};
use rocket_supertokens::{Builder, Error, Session, Sessions, SuperTokens, verify_session};

#[post("/login/<user_id>")]
async fn login(user_id: &str, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).await.map(drop)
}

#[verify_session]
#[get("/me")]
fn me(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session]
#[get("/handle")]
fn handle(session: Session) -> String {
    session.handle().to_owned()
}

#[verify_session]
#[post("/like")]
fn like(session: Session) -> String {
    format!("{} likes it", session.user_id())
}

#[verify_session(required = false)]
#[get("/comments")]
fn comments(session: Option<Session>) -> String {
    session.map_or("nobody".to_owned(), |session| session.user_id().to_owned())
}

#[verify_session(check_database)]
#[delete("/account")]
fn delete_account(session: Session) -> String {
    format!("{} is gone", session.user_id())
}

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin() -> &'static str {
    "welcome"
}

#[verify_session(claims(UserRole::includes("admin").max_age(Duration::from_secs(300))))]
#[get("/admin/fresh")]
fn fresh_admin() -> &'static str {
    "welcome"
}

#[verify_session(claims(Permission::includes("comments:write"), UserRole::includes("editor")))]
#[get("/editor")]
fn editor() -> &'static str {
    "welcome"
}

#[verify_session(claims(Permission::includes("comments:write").max_age(Duration::from_secs(300))))]
#[get("/write/fresh")]
fn fresh_write() -> &'static str {
    "welcome"
}

/// A claim that the application fetches: everybody has the plan "free".
pub fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(|_: ClaimContext| async { Ok(Some("free".to_owned())) })
}

#[verify_session(claims(plan().has_value("pro").max_age(Duration::from_secs(300))))]
#[get("/pro")]
fn pro() -> &'static str {
    "pro"
}

#[verify_session(claims(EmailVerified::is_true().max_age(Duration::from_secs(300))))]
#[get("/mail")]
fn mail() -> &'static str {
    "verified"
}

#[verify_session]
#[get("/payload")]
fn payload(session: Session) -> Json<Value> {
    Json(Value::Object(
        session.access_token_payload().as_ref().clone(),
    ))
}

#[verify_session]
#[get("/data")]
async fn data(session: Session) -> Result<Json<Value>, Error> {
    Ok(Json(Value::Object(session.session_data().await?)))
}

#[verify_session]
#[post("/theme/<theme>")]
async fn set_theme(theme: &str, session: Session) -> Result<(), Error> {
    session
        .merge_into_access_token_payload(json!({ "theme": theme }))
        .await
}

#[post("/renew")]
async fn renew(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.refresh().await.map(drop)
}

#[get("/teapot")]
fn teapot() -> Status {
    Status::ImATeapot
}

/// The application with the settings of `Rocket.toml`, of which there is none here.
pub fn rocket() -> Rocket<Build> {
    with(SuperTokens::builder())
}

/// The application with settings in code.
pub fn with(settings: Builder) -> Rocket<Build> {
    quiet().attach(settings.fairing()).mount("/", open_routes())
}

/// An application without anything of ours.
pub fn quiet() -> Rocket<Build> {
    rocket::custom(rocket::Config::figment().merge(("log_level", "off")))
}

fn open_routes() -> Vec<rocket::Route> {
    routes![
        login,
        me,
        handle,
        like,
        comments,
        delete_account,
        admin,
        fresh_admin,
        editor,
        fresh_write,
        pro,
        mail,
        payload,
        data,
        set_theme,
        renew,
        teapot
    ]
}

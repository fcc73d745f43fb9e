//! Routes that several of these files need, and how to start an application with them.

use std::time::SystemTime;

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, get, post, routes};
use rocket_supertokens::{Builder, Error, JsonObject, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};
use serde::Deserialize;

/// An application with these routes, configured by `configure`, and its core.
pub(crate) async fn start(cdi: Cdi, configure: impl FnOnce(Builder) -> Builder) -> (Core, App) {
    start_with(cdi, configure, Vec::new()).await
}

/// The same with further routes.
pub(crate) async fn start_with(
    cdi: Cdi,
    configure: impl FnOnce(Builder) -> Builder,
    more: Vec<Route>,
) -> (Core, App) {
    let core = Core::share(cdi).await;
    let app = App::serve(configure(core.settings()), [routes(), more].concat()).await;
    (core, app)
}

pub(crate) fn routes() -> Vec<Route> {
    routes![
        create,
        read,
        write,
        optional,
        checked,
        merge,
        create_then_revoke,
        revoke_then_create
    ]
}

/// Begins a session through [`create`].
pub(crate) async fn create_session(client: &mut Client, wish: &Value) -> Reply {
    let reply = client.json(reqwest::Method::POST, "/create", wish).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

/// The session of a user without a wish.
pub(crate) async fn log_in(client: &mut Client, user_id: &str) -> Reply {
    create_session(client, &json!({ "user_id": user_id })).await
}

/// The refresh token as the core made it, of a response with [`tokens`].
pub(crate) fn refresh_token(reply: &Reply) -> String {
    let tokens = reply.json();
    tokens["refresh"].as_str().expect("a token").to_owned()
}

/// A copy of the client from before it refreshed twice. Its next refresh is theft.
pub(crate) async fn thief(client: &mut Client) -> Client {
    let copy = client.clone();
    for _ in 0..2 {
        assert_eq!(client.refresh().await.status, 200);
    }
    copy
}

/// A user whom no other test knows, since tests share their cores.
pub(crate) fn somebody() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    format!("user-{}", now.expect("after 1970").as_nanos())
}

/// All that [`Session::all_tokens_dangerously`] has.
pub(crate) fn tokens(session: &Session) -> Value {
    let tokens = session.all_tokens_dangerously();
    json!({
        "access": tokens.access_token,
        "refresh": tokens.refresh_token,
        "refresh_expiry": tokens.refresh_token_expiry,
        "front": tokens.front_token,
        "anti_csrf": tokens.anti_csrf_token,
        "updated": tokens.access_and_front_token_updated,
    })
}

#[derive(Deserialize)]
struct Wish {
    user_id: String,
    #[serde(default)]
    payload: JsonObject,
    #[serde(default)]
    data: JsonObject,
    tenant_id: Option<String>,
}

#[post("/create", data = "<wish>")]
async fn create(wish: Json<Wish>, sessions: Sessions<'_>) -> Result<Json<Value>, Error> {
    let Wish {
        user_id,
        payload,
        data,
        tenant_id,
    } = wish.into_inner();
    let new = sessions.create(user_id).payload(payload).data(data);
    let new = match tenant_id {
        Some(tenant_id) => new.tenant_id(tenant_id),
        None => new,
    };
    Ok(Json(tokens(&new.await?)))
}

#[verify_session]
#[get("/session")]
fn read(session: Session) -> Json<Value> {
    Json(tokens(&session))
}

#[verify_session]
#[post("/session")]
fn write(session: Session) -> Json<Value> {
    Json(tokens(&session))
}

#[verify_session(required = false)]
#[get("/optional")]
fn optional(session: Option<Session>) -> Json<Value> {
    Json(json!(session.map(|session| session.user_id().to_owned())))
}

#[verify_session(check_database)]
#[get("/checked")]
fn checked(session: Session) -> Json<Value> {
    Json(tokens(&session))
}

#[verify_session]
#[post("/merge", data = "<update>")]
async fn merge(update: Json<Value>, session: Session) -> Result<Json<Value>, Error> {
    session.merge_into_access_token_payload(&*update).await?;
    Ok(Json(tokens(&session)))
}

#[post("/create-then-revoke")]
async fn create_then_revoke(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").await?.revoke().await
}

#[verify_session]
#[post("/revoke-then-create")]
async fn revoke_then_create(
    session: Session,
    sessions: Sessions<'_>,
) -> Result<Json<Value>, Error> {
    session.revoke().await?;
    Ok(Json(tokens(&sessions.create("bob").await?)))
}

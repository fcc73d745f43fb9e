//! The session as handlers hold it: what it tells.

use reqwest::Method;
use rocket::serde::json::{Json, Value, json};
use rocket::{post, put, routes};
use rocket_supertokens::{Error, Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core, claims};

use crate::fixture::{self, create_session, log_in};
use crate::in_both_generations;

in_both_generations!(
    its_fields_need_no_core,
    all_tokens_as_they_are_by_now,
    its_times_are_the_databases,
    data_of_the_database_is_read_and_replaced,
    revoking_twice_is_no_error,
);

#[verify_session]
#[post("/fields")]
fn fields(session: Session) -> Json<Value> {
    Json(json!({
        "user_id": session.user_id(),
        "recipe_user_id": session.recipe_user_id(),
        "tenant_id": session.tenant_id(),
        "handle": session.handle(),
        "payload": *session.access_token_payload(),
    }))
}

#[verify_session]
#[post("/times")]
async fn times(session: Session) -> Result<Json<[u64; 2]>, Error> {
    Ok(Json([
        session.time_created().await?,
        session.expiry().await?,
    ]))
}

#[verify_session]
#[put("/data", data = "<data>")]
async fn data(data: Json<Value>, session: Session) -> Result<Json<Value>, Error> {
    let before = session.session_data().await?;
    session.update_session_data(&*data).await?;
    Ok(Json(json!([before, session.session_data().await?])))
}

#[verify_session]
#[post("/revoke-twice")]
async fn revoke_twice(session: Session) -> Result<(), Error> {
    session.revoke().await?;
    session.revoke().await
}

async fn start(cdi: Cdi) -> (Core, App) {
    let routes = routes![fields, times, data, revoke_twice];
    fixture::start_with(cdi, |settings| settings, routes).await
}

async fn its_fields_need_no_core(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    let wish = json!({ "user_id": "alice", "payload": { "plan": "pro" } });
    create_session(&mut client, &wish).await;
    client.get("/session").await;
    core.take_calls();
    let payload = claims(client.access_token.as_deref().expect("a token"));
    assert_eq!(payload["plan"], "pro");
    assert_eq!(
        client.post("/fields").await.json(),
        json!({
            "user_id": "alice",
            "recipe_user_id": "alice",
            "tenant_id": "public",
            "handle": payload["sessionHandle"],
            "payload": payload,
        })
    );
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn all_tokens_as_they_are_by_now(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    let created = log_in(&mut client, "alice").await;
    let tokens = created.json();
    assert_eq!(tokens["access"].as_str(), created.header("st-access-token"));
    assert_eq!(
        tokens["refresh"].as_str(),
        created.header("st-refresh-token")
    );
    assert_eq!(tokens["front"].as_str(), created.header("front-token"));
    assert_eq!(
        (&tokens["anti_csrf"], &tokens["updated"]),
        (&json!(null), &json!(true))
    );
    assert!(tokens["refresh_expiry"].is_u64());
    let read = client.get("/session").await.json();
    assert_eq!(
        read,
        json!({
            "access": tokens["access"],
            "refresh": null,
            "refresh_expiry": null,
            "front": tokens["front"],
            "anti_csrf": null,
            "updated": false,
        })
    );
}

async fn its_times_are_the_databases(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    let created = log_in(&mut client, "alice").await.json();
    let times = client.post("/times").await.json();
    assert_eq!(times[1], created["refresh_expiry"]);
    let lives = times[1]
        .as_u64()
        .zip(times[0].as_u64())
        .map(|(end, start)| end - start);
    assert_eq!(lives, Some(100 * 24 * 60 * 60 * 1000));
}

async fn data_of_the_database_is_read_and_replaced(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    let wish = json!({ "user_id": "alice", "data": { "first": 1 } });
    create_session(&mut client, &wish).await;
    let second = json!({ "second": { "née": null } });
    let reply = client.json(Method::PUT, "/data", &second).await;
    assert_eq!(reply.json(), json!([{ "first": 1 }, second]));
    reply.assert_no_tokens();
    let reply = client.json(Method::PUT, "/data", &json!(null)).await;
    assert_eq!(reply.json(), json!([second, {}]));
}

async fn revoking_twice_is_no_error(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    core.take_calls();
    let reply = client.post("/revoke-twice").await;
    assert_eq!(
        (reply.status, reply.header("front-token")),
        (200, Some("remove"))
    );
    let calls = core.take_whole_calls();
    let revokes: Vec<_> = calls
        .iter()
        .filter(|call| call.path == "/recipe/session/remove")
        .collect();
    assert_eq!(revokes.len(), 2);
    assert_eq!(
        revokes[0].body["sessionHandles"].as_array().map(Vec::len),
        Some(1)
    );
}

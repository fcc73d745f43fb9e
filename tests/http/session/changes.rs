//! The session as handlers hold it: changes of its access token.

use reqwest::Method;
use rocket::serde::json::{Json, Value, json};
use rocket::{post, routes};
use rocket_supertokens::claims::{ClaimContext, Fetches, PrimitiveClaim};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core, claims};

use crate::fixture::{self, create_session, log_in, tokens};
use crate::in_both_generations;

in_both_generations!(
    a_merge_changes_the_session_and_the_client,
    several_changes_send_the_last_token,
    a_clone_is_the_same_session,
    what_was_created_just_now_can_be_changed,
    a_change_by_handle_survives_a_merge,
    a_change_by_handle_survives_a_fetched_claim,
);

#[verify_session]
#[post("/changes")]
async fn changes(session: Session) -> Result<Json<Value>, Error> {
    let before = session.access_token_payload();
    for n in 0..3 {
        session
            .merge_into_access_token_payload(json!({ n.to_string(): n }))
            .await?;
    }
    assert!(before.get("0").is_none(), "a snapshot does not change");
    Ok(Json(tokens(&session)))
}

#[verify_session]
#[post("/clone")]
async fn clone(session: Session, also: Session) -> Result<Json<Value>, Error> {
    let copy = session.clone();
    copy.merge_into_access_token_payload(json!({ "by": "copy" }))
        .await?;
    assert_eq!(also.access_token_payload()["by"], "copy");
    Ok(Json(tokens(&session)))
}

#[post("/create-and-change")]
async fn create_and_change(sessions: Sessions<'_>) -> Result<Json<Value>, Error> {
    let session = sessions
        .create("alice")
        .payload(json!({ "first": 1 }))
        .await?;
    session
        .merge_into_access_token_payload(json!({ "second": 2 }))
        .await?;
    session.update_session_data(json!({ "kept": true })).await?;
    Ok(Json(tokens(&session)))
}

/// A claim that is fetched by every request.
fn visits() -> PrimitiveClaim<u32, Fetches<u32>> {
    PrimitiveClaim::new("visits").fetched_by(|_: ClaimContext| async { Ok(Some(1)) })
}

#[verify_session(claims(visits().has_value(1_u32)))]
#[post("/visit")]
fn visit() {}

async fn start(cdi: Cdi) -> (Core, App) {
    let routes = routes![changes, clone, create_and_change, visit];
    fixture::start_with(cdi, |settings| settings, routes).await
}

async fn a_merge_changes_the_session_and_the_client(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    let wish = json!({ "user_id": "alice", "payload": { "a": { "x": 1 }, "b": 2 } });
    create_session(&mut client, &wish).await;
    client.get("/session").await;
    let old = client.access_token.clone();
    core.take_calls();
    let update = json!({ "a": { "y": null }, "b": null, "c": [1] });
    let reply = client.json(Method::POST, "/merge", &update).await;
    let calls = core.take_whole_calls();
    // What is stored is read first, since the token may be older.
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (calls[0].method.as_str(), calls[0].path.as_str()),
        ("GET", "/recipe/session")
    );
    assert_eq!(
        (calls[1].method.as_str(), calls[1].path.as_str()),
        ("POST", "/recipe/session/regenerate")
    );
    let merged = json!({ "a": { "y": null }, "iss": "http://localhost:8000/auth", "c": [1] });
    assert_eq!(
        calls[1].body,
        json!({ "accessToken": old, "userDataInJWT": merged })
    );
    let tokens = reply.json();
    assert_eq!(
        (&tokens["updated"], &tokens["refresh"]),
        (&json!(true), &json!(null))
    );
    assert_ne!(client.access_token, old);
    let token = client.access_token.clone().expect("a token");
    assert_eq!(
        reply.cookies_by_day(),
        [format!(
            "sAccessToken={token}; Path=/; Expires=+365d; HttpOnly; SameSite=Lax"
        )]
    );
    assert_eq!(reply.header("front-token"), tokens["front"].as_str());
}

async fn several_changes_send_the_last_token(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        let reply = client.post("/changes").await;
        assert!(reply.set_cookies().len() <= 1, "{reply:?}");
        let tokens = reply.json();
        assert_eq!(client.access_token.as_deref(), tokens["access"].as_str());
        let payload = claims(tokens["access"].as_str().expect("a token"));
        assert_eq!(
            (&payload["0"], &payload["1"], &payload["2"]),
            (&json!(0), &json!(1), &json!(2))
        );
    }
}

async fn a_clone_is_the_same_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let reply = client.post("/clone").await;
    assert_eq!(
        client.access_token.as_deref(),
        reply.json()["access"].as_str()
    );
    assert_eq!(
        reply.front_token().expect("a front token")["up"]["by"],
        "copy"
    );
}

async fn what_was_created_just_now_can_be_changed(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let reply = client.post("/create-and-change").await;
        let tokens = reply.json();
        assert_eq!(client.access_token.as_deref(), tokens["access"].as_str());
        assert!(client.refresh_token.is_some() && tokens["refresh"].is_string());
        let payload = claims(tokens["access"].as_str().expect("a token"));
        assert_eq!(
            (&payload["first"], &payload["second"]),
            (&json!(1), &json!(2))
        );
        assert_eq!(client.refresh().await.status, 200);
        let payload = claims(client.access_token.as_deref().expect("a token"));
        assert_eq!(payload["second"], 2);
    }
}

/// Somebody takes a role away while the client still has the token with it.
async fn change_by_handle(app: &App) -> (Client, String) {
    let mut client = app.client();
    let wish = json!({ "user_id": "alice", "payload": { "role": "admin", "plan": "pro" } });
    create_session(&mut client, &wish).await;
    let payload = claims(client.access_token.as_deref().expect("a token"));
    let handle = payload["sessionHandle"]
        .as_str()
        .expect("a handle")
        .to_owned();
    let update = json!({ "role": null, "plan": "free" });
    let changed = app
        .super_tokens()
        .merge_into_access_token_payload(&handle, update);
    assert!(changed.await.expect("a response"));
    (client, handle)
}

async fn assert_taken_away(app: &App, client: &Client, handle: &str) {
    let payload = claims(client.access_token.as_deref().expect("a token"));
    assert_eq!(
        (payload.get("role"), &payload["plan"]),
        (None, &json!("free"))
    );
    let stored = app.super_tokens().session_information(handle).await;
    let stored = stored.expect("a response").expect("a session").payload;
    assert_eq!(
        (stored.get("role"), &stored["plan"]),
        (None, &json!("free"))
    );
}

async fn a_change_by_handle_survives_a_merge(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let (mut client, handle) = change_by_handle(&app).await;
    let reply = client
        .json(Method::POST, "/merge", &json!({ "theme": "dark" }))
        .await;
    assert_eq!(
        reply.front_token().expect("a front token")["up"]["theme"],
        "dark"
    );
    assert_taken_away(&app, &client, &handle).await;
}

async fn a_change_by_handle_survives_a_fetched_claim(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let (mut client, handle) = change_by_handle(&app).await;
    assert_eq!(client.post("/visit").await.status, 200);
    let payload = claims(client.access_token.as_deref().expect("a token"));
    assert_eq!(payload["visits"]["v"], 1);
    assert_taken_away(&app, &client, &handle).await;
}

//! The session as a value.

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use serde::Deserialize;

use crate::{log_in, start, with_session};

fn is_shared<T: Clone + Send + Sync + 'static>() {}

#[test]
fn a_session_can_be_cloned_and_sent() {
    is_shared::<Session>();
}

#[verify_session]
#[get("/merge")]
async fn merge(session: Session) -> Result<String, Error> {
    let changes = (0..8).map(|n| {
        let session = session.clone();
        tokio::spawn(async move {
            session
                .merge_into_access_token_payload(json!({ n.to_string(): n }))
                .await
        })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.expect("no panic")?;
    }
    let payload = session.access_token_payload();
    Ok((0..8)
        .filter(|n| payload.get(&n.to_string()) == Some(&json!(n)))
        .count()
        .to_string())
}

#[rocket::async_test]
async fn tasks_that_merge_at_the_same_time_lose_nothing() {
    let (_core, client) = start(routes![merge]).await;
    let token = log_in(&client).await;
    let reply = with_session(client.get("/merge"), &token).dispatch().await;
    assert_eq!(
        reply.headers().get("Set-Cookie").count(),
        1,
        "one access token goes out, the last"
    );
    assert_eq!(reply.into_string().await.as_deref(), Some("8"));
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    plan: Plan,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Plan {
    Free,
    Pro,
}

#[get("/typed/<plan>")]
async fn typed(plan: &str, sessions: Sessions<'_>) -> Result<String, Error> {
    let session = sessions
        .create("alice")
        .payload(json!({ "plan": plan, "sub": "mallory", "exp": 1 }))
        .await?;
    let claims: Claims = session.access_token_payload_as()?;
    Ok(format!("{} {:?}", claims.sub, claims.plan))
}

#[rocket::async_test]
async fn the_payload_can_be_read_as_a_type() {
    let (_core, client) = start(routes![typed]).await;
    let reply = client.get("/typed/pro").dispatch().await;
    assert_eq!(
        reply.into_string().await.as_deref(),
        Some("alice Pro"),
        "protected claims are left out"
    );
    assert_eq!(
        client.get("/typed/gold").dispatch().await.status(),
        Status::InternalServerError
    );
    assert_eq!(
        Plan::Free,
        rocket::serde::json::from_str(r#""free""#).expect("a plan")
    );
}

#[get("/tenant")]
async fn unknown_tenant(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").tenant_id("no-such").await?;
    Ok(())
}

#[get("/no-object")]
async fn no_object(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").data([1, 2]).await?;
    Ok(())
}

#[rocket::async_test]
async fn a_session_that_cannot_be_created_says_why() {
    let (core, client) = start(routes![unknown_tenant, no_object]).await;
    let reply = client.get("/tenant").dispatch().await;
    assert_eq!(reply.status(), Status::BadRequest);
    let expected = r#"{"message":"there is no tenant \"no-such\""}"#;
    assert_eq!(reply.into_string().await.as_deref(), Some(expected));
    core.take_calls();
    let reply = client.get("/no-object").dispatch().await;
    assert_eq!(reply.status(), Status::BadRequest);
    let expected = r#"{"message":"the session data must be a JSON object, not an array"}"#;
    assert_eq!(reply.into_string().await.as_deref(), Some(expected));
    assert_eq!(core.take_calls(), [""; 0]);
}

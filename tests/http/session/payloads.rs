//! Payloads that no access token can carry are refused before the core stores them, and large ones are carried.

use reqwest::Method;
use rocket::{post, routes};
use rocket_supertokens::claims::{ClaimContext, Fetches, PrimitiveClaim};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::{Error, JsonObject, Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core, claims};
use serde_json::{Value, json};

use crate::fixture::{self, create_session};
use crate::in_both_generations;

in_both_generations!(
    what_cannot_be_carried_is_refused_everywhere,
    a_claim_that_cannot_be_carried_is_refused_when_it_is_set_or_fetched,
    what_is_refused_does_not_end_the_session,
    the_limit_is_what_requests_carry,
    the_deepest_payload_is_read_again,
    five_hundred_permissions_are_no_trouble,
    what_the_core_cannot_take_is_refused_by_handle_too,
    session_data_that_could_not_be_read_again_is_refused,
);

/// Arrays in arrays.
fn nested(depth: usize) -> Value {
    (1..depth).fold(json!([]), |inner, _| json!([inner]))
}

/// Each with a part of the refusal.
fn hopeless() -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "big": "x".repeat(200_000) }), "`big`"),
        (json!({ "many": vec!["permission"; 20_000] }), "`many`"),
        (json!({ "deep": nested(125) }), "`deep`"),
        (json!({ "nbf": "now" }), "`nbf`"),
        (json!({ "nbf": 4_000_000_000_u64 }), "`nbf`"),
        (json!({ "nbf": [1] }), "`nbf`"),
        (json!({ "stt": 1 }), "`stt`"),
        (json!({ "exp": 1 }), "`exp`"),
    ]
}

fn plan() -> PrimitiveClaim<Value, Fetches<Value>> {
    PrimitiveClaim::new("plan").fetched_by(|context: ClaimContext| async move {
        Ok(context.payload.get("wanted").map(|_| nested(130)))
    })
}

#[verify_session]
#[post("/set-claim")]
async fn set_claim(session: Session) -> Result<(), Error> {
    session.set_claim_value(&plan(), &nested(130)).await
}

#[verify_session]
#[post("/fetch-claim")]
async fn fetch_claim(session: Session) -> Result<(), Error> {
    session.fetch_and_set_claim(&plan()).await
}

#[verify_session(claims(plan().has_value(json!([]))))]
#[post("/needs-claim")]
fn needs_claim() {}

async fn start(cdi: Cdi) -> (Core, App) {
    let routes = routes![set_claim, fetch_claim, needs_claim];
    fixture::start_with(cdi, |settings| settings, routes).await
}

async fn new_client(app: &App, payload: Value) -> Client {
    let mut client = app.client();
    let wish = json!({ "user_id": fixture::somebody(), "payload": payload });
    create_session(&mut client, &wish).await;
    assert_eq!(client.get("/session").await.status, 200);
    client
}

async fn what_cannot_be_carried_is_refused_everywhere(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = new_client(&app, json!({})).await;
    let token = client.access_token.clone().expect("a token");
    core.take_calls();
    for (payload, part) in hopeless() {
        let reply = client.json(Method::POST, "/merge", &payload).await;
        assert_eq!(reply.status, 400, "{part}: {reply:?}");
        assert!(reply.text.contains(part), "{part}: {reply:?}");
        reply.assert_no_tokens();

        let regenerated = app.super_tokens();
        let regenerated = regenerated.regenerate_access_token(&token, &payload).await;
        let error = regenerated.expect_err(part).to_string();
        assert!(error.contains(part), "{part}: {error}");

        // A new session leaves out what belongs to the core.
        if !["`stt`", "`exp`"].contains(&part) {
            let mut new = NewSession::new("alice");
            new.payload = payload.as_object().expect("an object").clone();
            let error = app.super_tokens().create_session(new).await;
            let error = error.expect_err(part).to_string();
            assert!(error.contains(part), "{part}: {error}");
            let wish = json!({ "user_id": "alice", "payload": payload });
            let reply = client.json(Method::POST, "/create", &wish).await;
            assert_eq!(reply.status, 400, "{part}: {reply:?}");
        }
    }
    let writes = core.take_whole_calls().into_iter();
    let writes: Vec<_> = writes.filter(|call| call.method != "GET").collect();
    assert!(writes.is_empty(), "{writes:?}");
}

async fn a_claim_that_cannot_be_carried_is_refused_when_it_is_set_or_fetched(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = new_client(&app, json!({ "wanted": true })).await;
    let payload = claims(client.access_token.as_deref().expect("a token"));
    let handle = payload["sessionHandle"].as_str().expect("a handle");
    core.take_calls();
    for path in ["/set-claim", "/fetch-claim", "/needs-claim"] {
        let reply = client.post(path).await;
        assert_eq!(reply.status, 400, "{path}: {reply:?}");
        assert!(reply.text.contains("`plan`"), "{path}: {reply:?}");
    }
    let super_tokens = app.super_tokens();
    for result in [
        super_tokens
            .set_claim_value(handle, &plan(), &nested(130))
            .await,
        super_tokens.fetch_and_set_claim(handle, &plan()).await,
    ] {
        let error = result.expect_err("too deep").to_string();
        assert!(error.contains("`plan`"), "{error}");
    }
    let calls = core.take_whole_calls();
    assert!(calls.iter().all(|call| call.method == "GET"), "{calls:?}");
    assert_eq!(client.refresh().await.status, 200);
}

async fn what_is_refused_does_not_end_the_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        create_session(&mut client, &json!({ "user_id": "alice" })).await;
        for (payload, part) in hopeless() {
            assert_eq!(
                client.json(Method::POST, "/merge", &payload).await.status,
                400
            );
            let reply = client.refresh().await;
            assert_eq!(reply.status, 200, "{part}: {reply:?}");
            assert_eq!(client.get("/checked").await.status, 200, "{part}");
        }
    }
}

/// Twelve kilobytes, which once were too much, and as much as is allowed: there and back over real sockets.
async fn the_limit_is_what_requests_carry(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for size in [12_000, 140_000] {
        let mut client = new_client(&app, json!({})).await;
        let big = "y".repeat(size);
        let reply = client
            .json(Method::POST, "/merge", &json!({ "x": big }))
            .await;
        assert_eq!(reply.status, 200, "{size}");
        let front_token = reply.front_token().expect("the front end is told");
        assert_eq!(front_token["up"]["x"], big);
        assert_eq!(client.get("/session").await.status, 200, "{size}");
        assert_eq!(client.get("/checked").await.status, 200, "{size}");
        assert_eq!(client.refresh().await.status, 200, "{size}");
        assert_eq!(client.get("/checked").await.status, 200, "{size}");
    }
}

async fn the_deepest_payload_is_read_again(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let payload = json!({ "deep": nested(124), "nbf": 1, "née": "ü\u{2028}" });
    let mut client = new_client(&app, payload.clone()).await;
    let handle = claims(client.access_token.as_deref().expect("a token"))["sessionHandle"].clone();
    let handle = handle.as_str().expect("a handle");
    let update = json!({ "more": nested(124) });
    assert_eq!(
        client.json(Method::POST, "/merge", &update).await.status,
        200
    );
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(client.get("/checked").await.status, 200);
    let stored = app.super_tokens().session_information(handle).await;
    let stored = stored.expect("a response").expect("a session");
    assert_eq!(stored.payload["deep"], payload["deep"]);
    assert_eq!(stored.payload["more"], update["more"]);
}

async fn five_hundred_permissions_are_no_trouble(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let permissions: Vec<_> = (0..500).map(|n| format!("permission:{n:04}")).collect();
    let mut client = new_client(&app, json!({ "st-perm": { "v": permissions, "t": 1 } })).await;
    assert!(client.access_token.as_ref().expect("a token").len() > 12_000);
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(client.get("/checked").await.status, 200);
}

async fn what_the_core_cannot_take_is_refused_by_handle_too(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let session = super_tokens.create_session(NewSession::new("alice")).await;
    let session = session.expect("a session");
    core.take_calls();
    for (payload, part) in hopeless() {
        let error = super_tokens
            .merge_into_access_token_payload(session.handle(), &payload)
            .await;
        let error = error.expect_err(part).to_string();
        assert!(error.contains(part), "{part}: {error}");
    }
    // Two that are fine alone are too much together.
    let half = json!({ "first": "x".repeat(90_000) });
    let merge =
        |payload: Value| super_tokens.merge_into_access_token_payload(session.handle(), payload);
    assert!(merge(half).await.expect("a response"));
    let error = merge(json!({ "second": "x".repeat(90_000) })).await;
    let error = error.expect_err("too much").to_string();
    assert!(
        error.contains("`first`") && error.contains("`second`"),
        "{error}"
    );
    let writes = core.take_whole_calls().into_iter();
    assert_eq!(writes.filter(|call| call.method == "PUT").count(), 1);
}

/// The core's responses with it could not be read any more, its payload neither.
async fn session_data_that_could_not_be_read_again_is_refused(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let mut new = NewSession::new("alice");
    new.data = data(124);
    let session = super_tokens.create_session(new.clone()).await;
    let session = session.expect("a session");
    let is_refused = |error: &Error| {
        assert!(
            matches!(error, Error::NestedTooDeeply { what: "the session data", name } if name == "deep"),
            "{error:?}"
        );
    };
    core.take_calls();
    is_refused(
        &session
            .update_session_data(data(125))
            .await
            .expect_err("too deep"),
    );
    let by_handle = super_tokens.update_session_data(session.handle(), data(125));
    is_refused(&by_handle.await.expect_err("too deep"));
    new.data = data(125);
    is_refused(
        &super_tokens
            .create_session(new)
            .await
            .expect_err("too deep"),
    );
    assert_eq!(core.take_calls(), [""; 0]);
    assert_eq!(session.session_data().await.expect("data"), data(124));
}

fn data(depth: usize) -> JsonObject {
    JsonObject::from_iter([("deep".to_owned(), nested(depth))])
}

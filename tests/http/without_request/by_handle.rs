//! Sessions by their handle.

use rocket::serde::json::{Value, json};
use rocket_supertokens::Error;
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::{fixture, in_both_generations};

in_both_generations!(
    a_session_can_be_created_for_nobody_in_particular,
    the_database_tells_about_a_session,
    data_is_replaced,
    the_next_payload_is_merged,
    sessions_are_revoked_one_by_one,
);

async fn start(cdi: Cdi) -> (Core, App) {
    fixture::start(cdi, |settings| settings).await
}

async fn a_session_can_be_created_for_nobody_in_particular(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    core.take_calls();
    let mut new = NewSession::new("alice");
    new.payload.insert("sub".to_owned(), json!("forged"));
    new.payload.insert("plan".to_owned(), json!("pro"));
    new.data.insert("n".to_owned(), json!(1));
    let session = app
        .super_tokens()
        .create_session(new)
        .await
        .expect("a session");
    let calls = core.take_whole_calls();
    let create = calls.last().expect("a call");
    assert_eq!(
        (create.method.as_str(), create.path.as_str()),
        ("POST", "/public/recipe/session")
    );
    assert_eq!(
        create.body,
        json!({
            "userId": "alice",
            "userDataInJWT": { "plan": "pro", "iss": "http://localhost:8000/auth" },
            "userDataInDatabase": { "n": 1 },
            "useDynamicSigningKey": true,
            "enableAntiCsrf": false,
        })
    );
    assert_eq!(create.header("rid"), Some("session"));
    assert_eq!(
        create.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    let tokens = session.all_tokens_dangerously();
    assert!(tokens.access_and_front_token_updated && tokens.refresh_token.is_some());
    let mut client = app.client();
    client.access_token = Some(tokens.access_token);
    client.refresh_token = tokens.refresh_token;
    assert_eq!(client.get("/optional").await.json(), "alice");
    assert_eq!(client.refresh().await.status, 200);
}

async fn the_database_tells_about_a_session(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let mut new = NewSession::new("alice");
    new.payload.insert("plan".to_owned(), json!("pro"));
    new.data.insert("née".to_owned(), json!([null, 1.5]));
    let session = super_tokens.create_session(new).await.expect("a session");
    core.take_calls();
    let info = super_tokens.session_information(session.handle()).await;
    let info = info.expect("a response").expect("a session");
    let calls = core.take_whole_calls();
    assert_eq!(
        (calls[0].method.as_str(), calls[0].path.as_str()),
        ("GET", "/recipe/session")
    );
    assert_eq!(
        calls[0].query,
        format!("sessionHandle={}", session.handle())
    );
    assert_eq!(calls[0].header("content-type"), None);
    assert_eq!(info.session_handle, session.handle());
    assert_eq!(
        (info.user_id.as_str(), info.recipe_user_id.as_str()),
        ("alice", "alice")
    );
    assert_eq!(info.tenant_id, "public");
    assert_eq!(Value::Object(info.data), json!({ "née": [null, 1.5] }));
    let issuer = "http://localhost:8000/auth";
    assert_eq!(
        Value::Object(info.payload),
        json!({ "plan": "pro", "iss": issuer })
    );
    assert_eq!(info.expiry - info.time_created, 100 * 24 * 60 * 60 * 1000);
}

async fn data_is_replaced(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let mut new = NewSession::new("alice");
    new.data.insert("first".to_owned(), json!(1));
    let session = super_tokens.create_session(new).await.expect("a session");
    core.take_calls();
    for (data, stored) in [
        (json!({ "second": null }), json!({ "second": null })),
        (json!(null), json!({})),
    ] {
        let found = super_tokens
            .update_session_data(session.handle(), data)
            .await;
        assert!(found.expect("a response"));
        let calls = core.take_whole_calls();
        assert_eq!(
            (calls[0].method.as_str(), calls[0].path.as_str()),
            ("PUT", "/recipe/session/data")
        );
        let body = json!({ "sessionHandle": session.handle(), "userDataInDatabase": stored });
        assert_eq!(calls[0].body, body);
        assert_eq!(
            session
                .session_data()
                .await
                .map(Value::Object)
                .expect("data"),
            stored
        );
        core.take_calls();
    }
}

async fn the_next_payload_is_merged(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let mut new = NewSession::new("alice");
    new.payload.insert("a".to_owned(), json!({ "x": 1 }));
    new.payload.insert("b".to_owned(), json!(2));
    let session = super_tokens.create_session(new).await.expect("a session");
    core.take_calls();
    let update = json!({ "a": { "y": 2 }, "b": null, "c": null, "d": { "kept": null } });
    let found = super_tokens
        .merge_into_access_token_payload(session.handle(), update)
        .await;
    assert!(found.expect("a response"));
    let calls = core.take_whole_calls();
    let steps: Vec<_> = calls
        .iter()
        .map(|call| (call.method.as_str(), call.path.as_str()))
        .collect();
    assert_eq!(
        steps,
        [("GET", "/recipe/session"), ("PUT", "/recipe/jwt/data")]
    );
    let merged =
        json!({ "a": { "y": 2 }, "iss": "http://localhost:8000/auth", "d": { "kept": null } });
    assert_eq!(
        calls[1].body,
        json!({ "sessionHandle": session.handle(), "userDataInJWT": merged })
    );

    let refresh = session
        .all_tokens_dangerously()
        .refresh_token
        .expect("a token");
    let next = super_tokens.refresh(refresh).await.expect("a session");
    let payload = next.access_token_payload();
    assert_eq!(
        (payload.get("a"), payload.get("b")),
        (Some(&json!({ "y": 2 })), None)
    );
    for name in ["sub", "exp", "tId"] {
        let forged = super_tokens
            .merge_into_access_token_payload(session.handle(), json!({ name: 1 }))
            .await;
        assert!(matches!(forged, Err(Error::ProtectedClaim { name: found }) if found == name));
    }
}

async fn sessions_are_revoked_one_by_one(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let mut handles = Vec::new();
    for _ in 0..3 {
        let session = super_tokens.create_session(NewSession::new("alice")).await;
        handles.push(session.expect("a session").handle().to_owned());
    }
    core.take_calls();
    assert!(
        super_tokens
            .revoke_session(&handles[0])
            .await
            .expect("a response")
    );
    assert!(
        !super_tokens
            .revoke_session(&handles[0])
            .await
            .expect("a response")
    );
    let calls = core.take_whole_calls();
    assert_eq!(
        (calls[0].method.as_str(), calls[0].path.as_str()),
        ("POST", "/recipe/session/remove")
    );
    assert_eq!(calls[0].body, json!({ "sessionHandles": [handles[0]] }));
    let all: Vec<_> = handles.iter().map(String::as_str).collect();
    let mut revoked = super_tokens
        .revoke_sessions(&all)
        .await
        .expect("a response");
    revoked.sort_unstable();
    let mut expected = handles[1..].to_vec();
    expected.sort_unstable();
    assert_eq!(revoked, expected, "only those that were there");
    assert_eq!(
        super_tokens.revoke_sessions(&[]).await.expect("a response"),
        [""; 0]
    );
}

//! New tokens for the caller: by refreshing, by regenerating, and JWTs.

use std::time::Duration;

use rocket_supertokens::error::UnauthorisedReason;
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::{Error, Session, SuperTokens};
use rocket_supertokens_tests::{Cdi, claims, eventually};
use serde_json::{Value, json};

use crate::{fixture, in_both_generations};

in_both_generations!(
    a_refresh_brings_tokens_to_the_caller,
    stolen_tokens_are_told_apart,
    an_access_token_is_made_anew,
    a_jwt_carries_any_claims,
    a_jwt_with_a_sessions_claims_is_no_session,
);

async fn new_session(super_tokens: &SuperTokens) -> Session {
    let new = NewSession::new("alice");
    super_tokens.create_session(new).await.expect("a session")
}

async fn a_refresh_brings_tokens_to_the_caller(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let first = new_session(super_tokens).await.all_tokens_dangerously();
    let refresh = first.refresh_token.expect("a token");
    core.take_calls();
    let session = super_tokens.refresh(&*refresh).await.expect("a session");
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
    let second = session.all_tokens_dangerously();
    assert_ne!(second.access_token, first.access_token);
    assert_ne!(second.refresh_token.as_deref(), Some(&*refresh));
    assert!(second.refresh_token_expiry > first.refresh_token_expiry || !core.rotates_at_refresh());
    assert!(second.access_and_front_token_updated);
    let garbage = super_tokens.refresh("garbage").await;
    assert!(matches!(
        garbage,
        Err(Error::Unauthorised {
            reason: UnauthorisedReason::Core(_),
            clear_tokens: true
        })
    ));
}

async fn stolen_tokens_are_told_apart(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let created = new_session(super_tokens).await;
    let first = created
        .all_tokens_dangerously()
        .refresh_token
        .expect("a token");
    let second = super_tokens.refresh(&*first).await.expect("a session");
    let second = second
        .all_tokens_dangerously()
        .refresh_token
        .expect("a token");
    super_tokens.refresh(second).await.expect("a session");
    let stolen = super_tokens.refresh(first).await;
    let Err(Error::TokenTheftDetected {
        session_handle,
        user_id,
        recipe_user_id,
    }) = stolen
    else {
        panic!("no theft: {stolen:?}");
    };
    assert_eq!(session_handle, created.handle());
    assert_eq!(
        (user_id.as_str(), recipe_user_id.as_str()),
        ("alice", "alice")
    );
    // It is revoked, though the caller did not have to wait for it.
    let information = || super_tokens.session_information(created.handle());
    eventually(async || information().await.expect("a response").is_none()).await;
}

async fn an_access_token_is_made_anew(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let session = new_session(super_tokens).await;
    let token = session.all_tokens_dangerously().access_token;
    core.take_calls();
    let made = super_tokens
        .regenerate_access_token(&token, json!({ "plan": "pro" }))
        .await;
    let made = made.expect("a response").expect("a session");
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/recipe/session/regenerate")
    );
    assert_eq!(
        call.body,
        json!({ "accessToken": token, "userDataInJWT": { "plan": "pro" } })
    );
    assert_eq!(Value::Object(made.payload), json!({ "plan": "pro" }));
    let made = made.access_token.expect("a token");
    assert_eq!(claims(made.as_str())["plan"], "pro");
    assert_eq!(
        claims(made.as_str()).get("iss"),
        None,
        "it is the whole payload"
    );
    assert_eq!(claims(made.as_str())["exp"], claims(&token)["exp"]);
    assert!(super_tokens.verify_token(made.as_str()).await.is_ok());

    super_tokens
        .regenerate_access_token(&token, json!(null))
        .await
        .expect("a response");
    assert_eq!(
        core.take_whole_calls().last().expect("a call").body["userDataInJWT"],
        json!({})
    );
    let garbage = super_tokens.regenerate_access_token("x", json!({})).await;
    assert!(matches!(
        garbage,
        Err(Error::Unauthorised {
            clear_tokens: false,
            ..
        })
    ));
    session.revoke().await.expect("a response");
    let gone = super_tokens
        .regenerate_access_token(&token, json!({}))
        .await;
    assert!(gone.expect("a response").is_none());
}

async fn a_jwt_carries_any_claims(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    core.take_calls();
    let jwt = super_tokens
        .jwt(json!({ "sub": "service", "n": null }))
        .await;
    let jwt = jwt.expect("a JWT");
    let calls = core.take_whole_calls();
    let call = calls.last().expect("a call");
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/recipe/jwt")
    );
    assert_eq!(call.header("rid"), Some("jwt"));
    let issuer = "http://localhost:8000/auth";
    assert_eq!(
        call.body,
        json!({
            "payload": { "sub": "service", "n": null, "iss": issuer },
            "validity": 3_153_600_000_u64,
            "useStaticSigningKey": true,
            "algorithm": "RS256",
            "jwksDomain": "http://localhost:8000",
        })
    );
    let payload = claims(&jwt);
    assert_eq!(
        (&payload["sub"], &payload["iss"]),
        (&json!("service"), &json!(issuer))
    );
    let lives = |payload: &Value| {
        payload["exp"]
            .as_u64()
            .zip(payload["iat"].as_u64())
            .map(|(exp, iat)| exp - iat)
    };
    assert_eq!(lives(&payload), Some(3_153_600_000));

    let jwt = super_tokens
        .jwt(json!({ "iss": "own" }))
        .valid_for(Duration::from_secs(60))
        .dynamic_key()
        .await
        .expect("a JWT");
    assert_eq!(
        (&claims(&jwt)["iss"], lives(&claims(&jwt))),
        (&json!("own"), Some(60))
    );
    let header = claims(&format!("x.{}", jwt.split('.').next().expect("a part")));
    assert!(
        header["kid"]
            .as_str()
            .is_some_and(|kid| kid.starts_with("d-")),
        "{header}"
    );
    let as_session = super_tokens.verify_token(&jwt).await;
    assert!(
        matches!(as_session, Err(Error::Unauthorised { .. })),
        "a JWT is no session"
    );
}

/// Such a JWT is signed by the same keys, has all that makes a session, and would live for a hundred years.
async fn a_jwt_with_a_sessions_claims_is_no_session(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let session = new_session(super_tokens).await;
    let payload = session.access_token_payload();
    for jwt in [
        super_tokens.jwt(&*payload).static_key().await,
        super_tokens.jwt(&*payload).dynamic_key().await,
    ] {
        let jwt = jwt.expect("a JWT");
        assert_eq!(claims(&jwt)["sessionHandle"], session.handle());
        for check_database in [false, true] {
            let options = VerifyOptions::default().check_database(check_database);
            let verified = super_tokens.verify_token(&jwt).options(options).await;
            assert!(
                matches!(verified, Err(Error::Unauthorised { .. })),
                "{verified:?}"
            );
        }
        let mut client = app.client();
        client.access_token = Some(jwt);
        client
            .get("/session")
            .await
            .assert_refused("unauthorised", false);
    }
}

//! Claims of a test's own, and validators of the session.

use serde_json::json;

use crate::server::{Server, session_recipe};

#[tokio::test]
async fn a_claim_of_the_tests_own_notes_whose_value_it_fetched() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let handle = session["sessionHandle"].clone();
    let body = json!({
        "sessionHandle": handle,
        "claim": { "key": "st-stub-plan", "values": [["free"], ["pro"]] },
        "userContext": { "shard": 7 },
    });
    assert_eq!(server.ask("session/fetchandsetclaim", body).await, true);
    let calls = server.logged("claim-plan.fetchValue", "CALL").await;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["userId"], "alice");
    assert_eq!(calls[0]["recipeUserId"], "alice");
    assert_eq!(calls[0]["tenantId"], "public");
    assert_eq!(calls[0]["userContext"], json!({ "shard": 7 }));
    let stored = json!({ "sessionHandle": handle });
    let stored = server.ask("session/getsessioninformation", stored).await;
    let plan = &stored["customClaimsInAccessTokenPayload"]["plan"];
    assert_eq!(plan["v"], json!(["pro"]));

    server.ask("resetoverrideparams", json!({})).await;
    assert!(
        server
            .logged("claim-plan.fetchValue", "CALL")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_mocked_validator_returns_results_from_the_end() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let validator = json!({
        "key": "st-true",
        "id": "mocked",
        "shouldRefetchRes": [false, true],
        "validateRes": [{ "isValid": true }, { "isValid": false, "reason": "so be it" }],
    });
    let body = json!({ "session": session, "claimValidators": [validator] });
    let path = "/test/session/sessionobject/assertclaims";
    let reply = server.post(path, body).await;
    let failures = reply.json()["claimValidationErrors"].clone();
    assert_eq!(failures, json!([{ "id": "mocked", "reason": "so be it" }]));
    // It was fetched before.
    let asked = server.logged("st-true-validate", "CALL").await;
    assert_eq!(asked[0]["payload"]["st-true"]["v"], true);
}

#[tokio::test]
async fn the_overridden_function_sees_the_new_session() {
    let config = json!({ "override": { "functions": "session.override.functions:e=>e" } });
    let recipe = json!({ "recipeId": "session", "config": config.to_string() });
    let server = Server::with(json!([recipe])).await;
    let before = server.get("/test/overrideparams").await.json();
    assert_eq!(before.get("userIdInCallback"), None);
    let session = server.session("alice").await;
    let params = server.get("/test/overrideparams").await.json();
    assert_eq!(params["userIdInCallback"], "alice");
    assert_eq!(params["recipeUserIdInCallback"], "alice");
    assert_eq!(session["userDataInAccessToken"].get("some-key"), None);
}

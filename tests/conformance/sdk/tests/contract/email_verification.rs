//! Addresses, verified by a token, and the claim that follows.

use serde_json::{Value, json};

use crate::server::{Server, session_recipe};

const LOGGED: &str = "EmailVerification.override.functions.isEmailVerified";

/// A server whose sessions want a verified address, and the id of a user.
async fn server_and_user() -> (Server, String) {
    let config = json!({ "mode": "REQUIRED" }).to_string();
    let recipe = json!({ "recipeId": "emailverification", "config": config });
    let server = Server::with(json!([session_recipe(), recipe])).await;
    let credentials = json!({ "email": "alice@example.com", "password": "password123" });
    let response = server.ask("emailpassword/signup", credentials).await;
    assert_eq!(response["status"], "OK", "{response}");
    let id = response["user"]["loginMethods"][0]["recipeUserId"].as_str();
    (server, id.expect("an id").to_owned())
}

#[tokio::test]
async fn an_address_is_verified_and_the_claim_follows() {
    let (server, user) = server_and_user().await;
    let session = server.session(&user).await;
    let handle = json!({ "sessionHandle": session["sessionHandle"] });
    let validated = server
        .ask("session/validateclaimsforsessionhandle", handle)
        .await;
    let reason = json!({ "message": "wrong value", "expectedValue": true, "actualValue": false });
    assert_eq!(
        validated["invalidClaims"],
        json!([{ "id": "st-ev", "reason": reason }])
    );

    let whose = json!({ "recipeUserId": user });
    let made = server
        .ask(
            "emailverification/createemailverificationtoken",
            whose.clone(),
        )
        .await;
    let token = json!({ "tenantId": "public", "token": made["token"] });
    let verified = server
        .ask("emailverification/verifyemailusingtoken", token)
        .await;
    assert_eq!(verified["user"]["email"], "alice@example.com");
    let made = server
        .ask(
            "emailverification/createemailverificationtoken",
            whose.clone(),
        )
        .await;
    assert_eq!(made["status"], "EMAIL_ALREADY_VERIFIED_ERROR");

    let claim = json!({ "sessionHandle": session["sessionHandle"], "claim": { "key": "st-ev" } });
    assert_eq!(server.ask("session/fetchandsetclaim", claim).await, true);
    let handle = json!({ "sessionHandle": session["sessionHandle"] });
    let validated = server
        .ask("session/validateclaimsforsessionhandle", handle)
        .await;
    assert_eq!(validated, json!({ "status": "OK", "invalidClaims": [] }));

    server
        .ask("emailverification/unverifyemail", whose.clone())
        .await;
    let verified = server.ask("emailverification/isemailverified", whose).await;
    assert_eq!(verified, false);
}

#[tokio::test]
async fn a_false_is_fetched_anew_after_the_time_that_the_test_says() {
    let (server, user) = server_and_user().await;
    let session = server.session(&user).await;
    let fetches_with = async |args: Value| {
        server.ask("resetoverrideparams", json!({})).await;
        let validator = json!({ "key": "st-ev", "validatorName": "isVerified", "args": args });
        let body = json!({ "session": session, "claimValidators": [validator] });
        let path = "/test/session/sessionobject/assertclaims";
        assert_eq!(server.post(path, body).await.status, 403);
        server.logged(LOGGED, "CALL").await.len()
    };
    // The value is some moments old.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert_eq!(fetches_with(json!([0])).await, 1);
    assert_eq!(fetches_with(json!([5])).await, 0);
    assert_eq!(fetches_with(json!([])).await, 0);
    assert_eq!(fetches_with(json!([null, 0])).await, 1);
}

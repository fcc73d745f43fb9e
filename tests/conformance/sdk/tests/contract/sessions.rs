//! Sessions from their beginning to their end, by function.

use serde_json::{Value, json};

use crate::server::{Server, session_recipe};

#[tokio::test]
async fn a_session_begins_is_found_and_goes_on() {
    let server = Server::with(json!([session_recipe()])).await;
    let body = json!({
        "recipeUserId": "alice",
        "accessTokenPayload": { "rsub": "mallory", "theme": "dark" },
        "sessionDataInDatabase": { "seats": 2 },
    });
    let session = server
        .ask("session/createnewsessionwithoutrequestresponse", body)
        .await;
    assert_eq!(session["userId"], "alice");
    assert_eq!(session["recipeUserId"], json!({ "recipeUserId": "alice" }));
    assert_eq!(session["tenantId"], "public");
    assert_eq!(session["accessTokenUpdated"], true);
    // What belongs to the core is left out.
    assert_eq!(session["userDataInAccessToken"]["rsub"], "alice");
    assert_eq!(session["userDataInAccessToken"]["theme"], "dark");

    let body =
        json!({ "accessToken": session["accessToken"], "options": { "checkDatabase": true } });
    let found = server
        .ask("session/getsessionwithoutrequestresponse", body)
        .await;
    assert_eq!(found["sessionHandle"], session["sessionHandle"]);
    assert_eq!(found["accessTokenUpdated"], false);

    let body = json!({ "refreshToken": session["refreshToken"]["token"] });
    let refreshed = server
        .ask("session/refreshsessionwithoutrequestresponse", body)
        .await;
    assert_eq!(refreshed["sessionHandle"], session["sessionHandle"]);
    assert_ne!(refreshed["accessToken"], session["accessToken"]);

    let handle = json!({ "sessionHandle": session["sessionHandle"] });
    let stored = server.ask("session/getsessioninformation", handle).await;
    assert_eq!(stored["recipeUserId"], json!({ "recipeUserId": "alice" }));
    assert_eq!(stored["sessionDataInDatabase"], json!({ "seats": 2 }));
    assert_eq!(stored["customClaimsInAccessTokenPayload"]["theme"], "dark");
}

#[tokio::test]
async fn what_fails_is_told_as_each_route_does() {
    let server = Server::with(json!([session_recipe()])).await;
    let path = "/test/session/getsessionwithoutrequestresponse";
    let reply = server
        .post(path, json!({ "accessToken": "nonsense" }))
        .await;
    assert_eq!(reply.status, 401);
    assert_eq!(reply.json(), json!({ "message": "unauthorised" }));

    let path = "/test/session/refreshsessionwithoutrequestresponse";
    let reply = server
        .post(path, json!({ "refreshToken": "nonsense" }))
        .await;
    assert_eq!(reply.status, 500);
    let error = reply.json();
    assert_eq!(error["type"], "UNAUTHORISED");
    assert_eq!(error["payload"], json!({ "clearTokens": true }));

    let path = "/test/session/getsessioninformation";
    let reply = server.post(path, json!({ "sessionHandle": "none" })).await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (200, ""));

    let reply = server.post("/test/passwordless/signinup", json!({})).await;
    assert_eq!(reply.status, 404);
    assert_eq!(
        reply.text,
        "route not found: POST /test/passwordless/signinup"
    );
}

#[tokio::test]
async fn a_stolen_refresh_token_names_the_user() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let token = session["refreshToken"]["token"].clone();
    let path = "/test/session/refreshsessionwithoutrequestresponse";
    let mut last = token.clone();
    for _ in 0..2 {
        let reply = server.post(path, json!({ "refreshToken": last })).await;
        last = reply.json()["refreshToken"]["token"].clone();
    }
    // Past the time in which an older token is forgiven.
    server
        .core
        .clock()
        .advance(std::time::Duration::from_secs(600));
    let reply = server.post(path, json!({ "refreshToken": token })).await;
    assert_eq!(reply.status, 500, "{reply:?}");
    let error = reply.json();
    assert_eq!(error["type"], "TOKEN_THEFT_DETECTED");
    let payload = json!({
        "sessionHandle": session["sessionHandle"],
        "userId": "alice",
        "recipeUserId": { "recipeUserId": "alice" },
    });
    assert_eq!(error["payload"], payload);
}

#[tokio::test]
async fn sessions_are_listed_and_revoked_by_tenant() {
    let server = Server::with(json!([session_recipe()])).await;
    let tenant = json!({ "tenantId": "t1", "config": { "firstFactors": null } });
    let made = server
        .ask("multitenancy/createorupdatetenant", tenant)
        .await;
    assert_eq!(made["createdNew"], true);
    let public = server.session("alice").await;
    let body = json!({ "tenantId": "t1", "recipeUserId": "alice" });
    let of_tenant = server
        .ask("session/createnewsessionwithoutrequestresponse", body)
        .await;

    let handles = |tenant: Value| {
        let body = json!({ "userId": "alice", "tenantId": tenant });
        server.ask("session/getallsessionhandlesforuser", body)
    };
    assert_eq!(
        handles(json!("t1")).await,
        json!([of_tenant["sessionHandle"]])
    );
    let all = handles(Value::Null).await;
    assert_eq!(all.as_array().map(Vec::len), Some(2), "{all}");

    let body = json!({ "userId": "alice", "tenantId": "t1" });
    let revoked = server.ask("session/revokeallsessionsforuser", body).await;
    assert_eq!(revoked, json!([of_tenant["sessionHandle"]]));
    assert_eq!(handles(Value::Null).await, json!([public["sessionHandle"]]));
}

#[tokio::test]
async fn a_payload_changes_by_handle_and_by_token() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let merge = |handle: Value| {
        let update = json!({ "theme": "dark" });
        let body = json!({ "sessionHandle": handle, "accessTokenPayloadUpdate": update });
        server.ask("session/mergeintoaccesspayload", body)
    };
    assert_eq!(merge(session["sessionHandle"].clone()).await, true);
    assert_eq!(merge(json!("none")).await, false);

    let body =
        json!({ "accessToken": session["accessToken"], "newAccessTokenPayload": { "a": 1 } });
    let regenerated = server.ask("session/regenerateaccesstoken", body).await;
    assert_eq!(regenerated["status"], "OK");
    assert_eq!(regenerated["session"]["handle"], session["sessionHandle"]);
    assert_eq!(regenerated["session"]["userDataInJWT"], json!({ "a": 1 }));
    let body = json!({ "accessToken": regenerated["accessToken"]["token"] });
    let found = server
        .ask("session/getsessionwithoutrequestresponse", body)
        .await;
    assert_eq!(found["userDataInAccessToken"]["a"], 1);
}

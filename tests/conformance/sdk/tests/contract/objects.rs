//! Sessions that travel to and fro, and what can be asked of them.

use serde_json::{Value, json};

use crate::server::{Reply, Server, session_recipe};

/// Calls a function of a session.
async fn call(server: &Server, function: &str, session: &Value, arguments: Value) -> Reply {
    let mut body = arguments;
    body["session"] = session.clone();
    let path = format!("/test/session/sessionobject/{function}");
    server.post(&path, body).await
}

#[tokio::test]
async fn an_object_is_what_its_tokens_say() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    // Nothing of it is verified.
    let mut forged = session.clone();
    let token = session["accessToken"].as_str().expect("a token");
    let unsigned = token.rsplit_once('.').expect("three parts").0;
    forged["accessToken"] = format!("{unsigned}.AAAA").into();
    let calls = server.core.request_count();
    for (function, expected) in [
        ("getuserid", json!("alice")),
        ("getrecipeuserid", json!({ "recipeUserId": "alice" })),
        ("gettenantid", json!("public")),
        ("gethandle", session["sessionHandle"].clone()),
        (
            "getaccesstokenpayload",
            session["userDataInAccessToken"].clone(),
        ),
        ("getaccesstoken", forged["accessToken"].clone()),
    ] {
        let reply = call(&server, function, &forged, json!({})).await;
        assert_eq!(reply.json()["retVal"], expected, "{function}: {reply:?}");
        assert_eq!(
            reply.json()["updatedSession"]["refreshToken"]["token"],
            session["refreshToken"]["token"]
        );
    }
    assert_eq!(server.core.request_count(), calls);
    let reply = call(&server, "attachtorequestresponse", &session, json!({})).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn changes_come_back_with_the_object() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let update = json!({ "accessTokenPayloadUpdate": { "theme": "dark" } });
    let reply = call(&server, "mergeintoaccesstokenpayload", &session, update).await;
    let session = reply.json()["updatedSession"].clone();
    assert_eq!(session["userDataInAccessToken"]["theme"], "dark");
    assert_eq!(session["accessTokenUpdated"], true);

    let data = json!({ "newSessionData": { "seats": 2 } });
    let reply = call(&server, "updatesessiondataindatabase", &session, data).await;
    assert_eq!(reply.json().get("retVal"), None, "{reply:?}");
    let reply = call(&server, "getsessiondatafromdatabase", &session, json!({})).await;
    assert_eq!(reply.json()["retVal"], json!({ "seats": 2 }));

    assert_eq!(
        call(&server, "revokesession", &session, json!({}))
            .await
            .status,
        200
    );
    let reply = call(&server, "getexpiry", &session, json!({})).await;
    assert_eq!(reply.status, 401);
    assert_eq!(reply.json(), json!({ "message": "unauthorised" }));
    let name = "sessionobject.getexpiry";
    assert_eq!(server.logged(name, "CALL").await.len(), 1);
    assert_eq!(server.logged(name, "RES").await.len(), 0);
    assert_eq!(server.logged(name, "REJ").await.len(), 1);
}

#[tokio::test]
async fn claims_of_the_table_are_set_and_asserted() {
    let server = Server::with(json!([session_recipe()])).await;
    let session = server.session("alice").await;
    let roles = json!({ "claim": { "key": "st-role" }, "value": ["editor"] });
    let reply = call(&server, "setclaimvalue", &session, roles).await;
    let session = reply.json()["updatedSession"].clone();
    let reply = call(
        &server,
        "getclaimvalue",
        &session,
        json!({ "claim": { "key": "st-role" } }),
    )
    .await;
    assert_eq!(reply.json()["retVal"], json!(["editor"]));

    let includes = |role: &str| {
        let validator = json!({ "key": "st-role", "validatorName": "includes", "args": [role] });
        json!({ "claimValidators": [validator] })
    };
    let reply = call(&server, "assertclaims", &session, includes("editor")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let reply = call(&server, "assertclaims", &session, includes("admin")).await;
    assert_eq!(reply.status, 403);
    let reason = json!({
        "message": "wrong value",
        "expectedToInclude": "admin",
        "actualValue": ["editor"],
    });
    let failure = json!({
        "message": "invalid claim",
        "claimValidationErrors": [{ "id": "st-role", "reason": reason }],
    });
    assert_eq!(reply.json(), failure);

    let reply = call(
        &server,
        "removeclaim",
        &session,
        json!({ "claim": { "key": "st-role" } }),
    )
    .await;
    let payload = &reply.json()["updatedSession"]["userDataInAccessToken"];
    assert_eq!(payload.get("st-role"), None);
}

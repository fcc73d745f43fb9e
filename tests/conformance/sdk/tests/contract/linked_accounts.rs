//! Users with two login methods, with which the suite's session file begins most of its tests.

use serde_json::{Value, json};

use crate::server::{Server, session_recipe};

/// The primary user's id, and that of the login method which is linked to it.
async fn linked_pair(server: &Server) -> (Value, Value) {
    let sign_up = async |email: &str| {
        let body = json!({ "tenantId": "public", "email": email, "password": "password123" });
        let made = server.ask("emailpassword/signup", body).await;
        made["user"]["loginMethods"][0]["recipeUserId"].clone()
    };
    let primary = sign_up("test@example.com").await;
    let body = json!({ "recipeUserId": primary });
    let made = server.ask("accountlinking/createprimaryuser", body).await;
    assert_eq!(made["status"], "OK", "{made}");
    let linked = sign_up("test2@example.com").await;
    let body = json!({ "recipeUserId": linked, "primaryUserId": primary });
    let made = server.ask("accountlinking/linkaccounts", body).await;
    assert_eq!(made["status"], "OK", "{made}");
    (primary, linked)
}

async fn session_of(server: &Server, recipe_user_id: &Value, tenant: &str) -> Value {
    let body = json!({ "tenantId": tenant, "recipeUserId": recipe_user_id });
    server
        .ask("session/createnewsessionwithoutrequestresponse", body)
        .await
}

#[tokio::test]
async fn a_session_knows_the_user_and_the_login_method() {
    let server = Server::with(json!([session_recipe()])).await;
    let (primary, linked) = linked_pair(&server).await;
    let check = |session: &Value| {
        assert_eq!(session["userId"], primary, "{session}");
        assert_eq!(session["recipeUserId"], json!({ "recipeUserId": linked }));
    };
    let session = session_of(&server, &linked, "public").await;
    check(&session);
    for options in [json!({}), json!({ "checkDatabase": true })] {
        let body = json!({ "accessToken": session["accessToken"], "options": options });
        let found = "session/getsessionwithoutrequestresponse";
        check(&server.ask(found, body).await);
    }
    let handle = json!({ "sessionHandle": session["sessionHandle"] });
    check(&server.ask("session/getsessioninformation", handle).await);
    let refresh = "session/refreshsessionwithoutrequestresponse";
    let token = session["refreshToken"]["token"].clone();
    let mut next = token.clone();
    for _ in 0..2 {
        let refreshed = server.ask(refresh, json!({ "refreshToken": next })).await;
        check(&refreshed);
        next = refreshed["refreshToken"]["token"].clone();
    }
    let body = json!({ "refreshToken": token });
    let theft = server.post(&format!("/test/{refresh}"), body).await.json();
    assert_eq!(theft["type"], "TOKEN_THEFT_DETECTED", "{theft}");
    check(&theft["payload"]);
}

#[tokio::test]
async fn sessions_of_one_login_method_or_of_the_whole_user() {
    let server = Server::with(json!([session_recipe()])).await;
    let tenant = json!({ "tenantId": "tenant1", "config": { "firstFactors": null } });
    server
        .ask("multitenancy/createorupdatetenant", tenant)
        .await;
    let (primary, linked) = linked_pair(&server).await;
    let begin = async || {
        let of_primary = session_of(&server, &primary, "public").await;
        let of_linked = session_of(&server, &linked, "public").await;
        let elsewhere = session_of(&server, &linked, "tenant1").await;
        [of_primary, of_linked, elsewhere].map(|session| session["sessionHandle"].clone())
    };
    for (user, switch, tenant, expected) in [
        (&linked, Value::Null, Value::Null, [true, true, true]),
        (&linked, json!(false), Value::Null, [false, true, true]),
        (&primary, json!(false), Value::Null, [true, false, false]),
        (&linked, Value::Null, json!("public"), [true, true, false]),
        (
            &linked,
            json!(false),
            json!("tenant1"),
            [false, false, true],
        ),
    ] {
        let handles = begin().await;
        for (function, switch_name) in [
            (
                "getallsessionhandlesforuser",
                "fetchSessionsForAllLinkedAccounts",
            ),
            (
                "revokeallsessionsforuser",
                "revokeSessionsForLinkedAccounts",
            ),
        ] {
            let body = json!({ "userId": user, switch_name: switch, "tenantId": tenant });
            let named = server
                .ask(&format!("session/{function}"), body.clone())
                .await;
            let named = named.as_array().expect("handles");
            let found = handles.clone().map(|handle| named.contains(&handle));
            assert_eq!(found, expected, "{function} {body}");
        }
        // Nothing is left for the next round.
        for user in [&primary, &linked] {
            let body = json!({ "userId": user });
            server.ask("session/revokeallsessionsforuser", body).await;
        }
    }
}

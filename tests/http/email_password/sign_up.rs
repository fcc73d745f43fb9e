//! Signing up by the form.

use reqwest::Method;
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::json;

use super::{PASSWORD, credentials, new_address, sign_in, sign_up, start, status};
use crate::in_both_generations;

in_both_generations!(
    a_new_user_has_a_session,
    a_taken_address_is_an_error_of_the_field,
    of_two_who_sign_up_at_once_one_is_told_at_the_field,
);

async fn a_new_user_has_a_session(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    let mut client = app.client();
    client.get("/auth/loginmethods").await;
    core.take_calls();
    let reply = sign_up(&mut client, &format!(" {} ", email.to_uppercase())).await;
    assert_eq!(
        core.take_calls(),
        [
            "/public/recipe/multitenancy/tenant/v2",
            "/public/recipe/signup",
            "/public/recipe/session"
        ]
    );
    let body = reply.json();
    let (id, joined) = (&body["user"]["id"], &body["user"]["timeJoined"]);
    let expected = json!({
        "status": "OK",
        "user": {
            "id": id,
            "isPrimaryUser": false,
            "tenantIds": ["public"],
            "emails": [email],
            "phoneNumbers": [],
            "thirdParty": [],
            "webauthn": { "credentialIds": [] },
            "loginMethods": [{
                "recipeId": "emailpassword",
                "recipeUserId": id,
                "tenantIds": ["public"],
                "email": email,
                "timeJoined": joined,
                "verified": false,
            }],
            "timeJoined": joined,
        },
    });
    // The order of the members counts, too.
    assert_eq!(reply.text, expected.to_string());
    let token = reply.header("st-access-token").expect("a token");
    let claims = claims(token);
    assert_eq!((&claims["sub"], &claims["rsub"]), (id, id));
    assert_eq!(claims["tId"], "public");
    assert_eq!(reply.front_token().expect("a token")["uid"], *id);
    assert_eq!(client.get("/session").await.status, 200);
    let reply = sign_in(&mut app.client(), &email, PASSWORD).await;
    assert_eq!(status(&reply), "OK");
    assert_eq!(reply.json()["user"]["id"], *id);
}

async fn a_taken_address_is_an_error_of_the_field(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    for typed in [
        &email,
        &format!("  {}  ", email.to_uppercase()),
        "a@stfakeemail.supertokens.com",
    ] {
        let mut client = app.client();
        let form = credentials(typed, PASSWORD);
        let reply = client.json(Method::POST, "/auth/signup", &form).await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (
                200,
                r#"{"status":"FIELD_ERROR","formFields":[{"id":"email","error":"This email already exists. Please sign in instead."}]}"#
            ),
            "{typed}"
        );
        reply.assert_no_tokens();
    }
}

async fn of_two_who_sign_up_at_once_one_is_told_at_the_field(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let form = credentials(&new_address(), PASSWORD);
    let mut clients: Vec<_> = (0..4).map(|_| app.client()).collect();
    let all = clients
        .iter_mut()
        .map(|client| client.json(Method::POST, "/auth/signup", &form));
    let replies = rocket::futures::future::join_all(all).await;
    let mut statuses: Vec<_> = replies.iter().map(status).collect();
    statuses.sort();
    assert_eq!(
        statuses,
        ["FIELD_ERROR", "FIELD_ERROR", "FIELD_ERROR", "OK"]
    );
}

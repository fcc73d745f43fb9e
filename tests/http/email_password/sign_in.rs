//! Signing in by the form.

use reqwest::Method;
use rocket_supertokens_tests::Cdi;
use serde_json::{Value, json};

use super::{PASSWORD, credentials, new_address, sign_in, sign_up, start, status};
use crate::in_both_generations;

in_both_generations!(
    who_is_unknown_and_who_is_wrong_get_the_same_response,
    what_the_request_carries_is_not_looked_at,
    the_user_of_the_session_is_not_linked,
    old_front_ends_mean_the_user_of_their_session,
    old_front_ends_receive_the_user_they_know,
    a_trailing_slash_does_no_harm,
    no_other_path_or_method_is_served,
);

async fn who_is_unknown_and_who_is_wrong_get_the_same_response(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    core.take_calls();
    for (email, password) in [
        (&*email, "x"),
        (&*email, "password2"),
        (&*email, "PASSWORD1"),
        (&*new_address(), PASSWORD),
        ("a@stfakeemail.supertokens.com", PASSWORD),
        ("a@b.fakeemail.com", PASSWORD),
    ] {
        let reply = sign_in(&mut app.client(), email, password).await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (200, r#"{"status":"WRONG_CREDENTIALS_ERROR"}"#),
            "{email}"
        );
        reply.assert_no_tokens();
    }
    let mut client = app.client().with_cookies();
    let reply = sign_in(&mut client, &email, PASSWORD).await;
    assert_eq!(status(&reply), "OK");
    assert_eq!(reply.set_cookies().len(), 2, "{reply:?}");
    assert_eq!(client.get("/session").await.status, 200);
}

/// A browser whose tokens are of no use any more can log in.
async fn what_the_request_carries_is_not_looked_at(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it.sign_up_route(true)).await;
    let email = new_address();
    let mut client = app.client().with_cookies();
    sign_up(&mut client, &email).await;
    let form = credentials(&email, PASSWORD);
    for (name, value) in [
        ("cookie", "sAccessToken=garbage; sRefreshToken=garbage"),
        ("cookie", "sAccessToken=a; sAccessToken=b"),
        ("cookie", "sIdRefreshToken=legacy"),
        ("authorization", "Bearer garbage"),
    ] {
        let request = client.bare(Method::POST, "/auth/signin");
        let reply = client
            .clone()
            .send(request.header(name, value).body(form.to_string()))
            .await;
        assert_eq!(status(&reply), "OK", "{value}");
        assert!(reply.front_token().is_some(), "{value}");
    }
    let before = client.access_token.clone();
    let reply = client.json(Method::POST, "/auth/signin", &form).await;
    assert_eq!(status(&reply), "OK");
    assert_ne!(client.access_token, before);
}

fn with_flag(mut form: Value, flag: Value) -> Value {
    form["shouldTryLinkingWithSessionUser"] = flag;
    form
}

async fn the_user_of_the_session_is_not_linked(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    let mut signed_in = app.client();
    sign_up(&mut signed_in, &email).await;
    let form = credentials(&email, PASSWORD);
    signed_in.get("/session").await;
    core.take_calls();

    let meant = with_flag(form.clone(), json!(true));
    let reply = app
        .client()
        .json(Method::POST, "/auth/signin", &meant)
        .await;
    reply.assert_refused("unauthorised", false);
    let reply = signed_in.json(Method::POST, "/auth/signin", &meant).await;
    assert_eq!(
        (reply.status, reply.json()),
        (
            400,
            json!({ "message": "Accounts cannot be linked here: send shouldTryLinkingWithSessionUser as false" })
        )
    );
    assert_eq!(core.take_calls(), [""; 0]);

    for flag in [json!(false), json!(null), json!("x"), json!(1)] {
        let form = with_flag(form.clone(), flag);
        let reply = signed_in
            .clone()
            .json(Method::POST, "/auth/signin", &form)
            .await;
        assert!(
            status(&reply) == "OK" && reply.front_token().is_some(),
            "{form}"
        );
    }
    // It is neither, so a session is looked for.
    let form = with_flag(form, json!("x"));
    let request = app.client().bare(Method::POST, "/auth/signin");
    let request = request.header("cookie", "sIdRefreshToken=legacy");
    let reply = app.client().send(request.body(form.to_string())).await;
    reply.assert_refused("try refresh token", false);
}

async fn old_front_ends_mean_the_user_of_their_session(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let (email, other) = (new_address(), new_address());
    let mut client = app.client();
    sign_up(&mut client, &email).await;
    sign_up(&mut app.client(), &other).await;
    let sign_in = |email: &str| {
        let request = client.request(Method::POST, "/auth/signin");
        let request = request.header("fdi-version", "2.0,3.0");
        request.body(credentials(email, PASSWORD).to_string())
    };
    let reply = client.clone().send(sign_in(&email)).await;
    assert_eq!(status(&reply), "OK");
    reply.assert_no_tokens();
    let reply = client.clone().send(sign_in(&other)).await;
    assert_eq!(status(&reply), "OK");
    assert_eq!(
        reply.front_token().expect("a session")["uid"],
        reply.json()["user"]["id"]
    );
}

async fn old_front_ends_receive_the_user_they_know(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    let user = sign_up(&mut app.client(), &email).await.json()["user"].clone();
    for (versions, whole) in [
        ("1.17", false),
        ("1.18,1.19", true),
        ("1.19,2.0", false),
        ("3.0", true),
        ("3.1,4.0,4.1,4.2", true),
        ("nonsense", true),
    ] {
        let client = app.client();
        let request = client.bare(Method::POST, "/auth/signin");
        let request = request.header("fdi-version", versions);
        let form = credentials(&email, PASSWORD).to_string();
        let reply = app.client().send(request.body(form)).await;
        let short = json!({ "id": user["id"], "timeJoined": user["timeJoined"], "email": email });
        let expected = json!({ "status": "OK", "user": if whole { &user } else { &short } });
        assert_eq!(reply.text, expected.to_string(), "{versions}");
    }
}

async fn a_trailing_slash_does_no_harm(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    let form = credentials(&email, PASSWORD);
    for path in [
        "/auth/signin/",
        "/auth/public/signin",
        "/auth/public/signin/",
    ] {
        let reply = app.client().json(Method::POST, path, &form).await;
        assert_eq!(status(&reply), "OK", "{path}");
    }
    let exists = format!("/auth/public/emailpassword/email/exists/?email={email}");
    let reply = app.client().get(&exists).await;
    assert_eq!(reply.text, r#"{"status":"OK","exists":true}"#);
}

async fn no_other_path_or_method_is_served(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let form = credentials("a@b.co", PASSWORD);
    for path in [
        "/auth/SignIn",
        "/auth/a_b/signin",
        "/auth/a/b/signin",
        "/signin",
        "/auth/user/password/reset/token/x",
    ] {
        let reply = app.client().json(Method::POST, path, &form).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    assert_eq!(app.client().get("/auth/signin").await.status, 404);
}

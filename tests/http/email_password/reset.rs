//! A new password, by the link of an e-mail.

use reqwest::Method;
use rocket_supertokens::config::EmailVerificationMode;
use rocket_supertokens::mail::Email;
use rocket_supertokens::recipes::email_password::EmailPassword;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Reply, eventually};
use serde_json::{Value, json};

use super::{PASSWORD, Sent, credentials, form, new_address, sign_in, sign_up, start, status};
use crate::in_both_generations;

in_both_generations!(
    the_link_sets_a_new_password,
    nobody_learns_who_has_an_account,
    the_mail_goes_to_the_stored_address,
    what_is_wrong_leaves_the_token_alive,
    the_token_must_be_a_text,
    sessions_end_where_the_application_wants_it,
    the_address_of_the_link_counts_as_verified,
    another_link_is_sent,
    a_core_that_is_away_for_a_moment_costs_nothing,
    a_core_that_stays_away_costs_no_token,
    who_goes_away_has_the_new_password,
    a_mail_that_fails_changes_nothing,
);

const NEW_PASSWORD: &str = "password2";

async fn ask(client: &mut Client, email: &str) -> Reply {
    let form = form(&[("email", email)]);
    let path = "/auth/user/password/reset/token";
    client.json(Method::POST, path, &form).await
}

fn reset_form(token: &Value, password: &str) -> Value {
    let mut form = form(&[("password", password)]);
    form["token"] = token.clone();
    form["method"] = json!("token");
    form
}

async fn reset(client: &mut Client, token: &str, password: &str) -> Reply {
    let form = reset_form(&json!(token), password);
    client
        .json(Method::POST, "/auth/user/password/reset", &form)
        .await
}

/// Somebody with an account, and a token to reset the password.
async fn with_token(app: &App, sent: &Sent) -> (String, String) {
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    let reply = ask(&mut app.client(), &email).await;
    assert_eq!(reply.text, r#"{"status":"OK"}"#);
    (email, sent.token().await)
}

async fn the_link_sets_a_new_password(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let email = new_address();
    let mut client = app.client();
    let user = sign_up(&mut client, &email).await.json()["user"]["id"].clone();
    core.take_calls();
    ask(&mut app.client(), &format!("  {}", email.to_uppercase())).await;
    assert_eq!(
        core.take_calls(),
        [
            "/public/recipe/multitenancy/tenant/v2",
            "/public/users/by-accountinfo",
            "/public/recipe/user/password/reset/token"
        ]
    );
    let Email::PasswordReset(mail) = sent.only().await else {
        panic!("it is about the password");
    };
    assert_eq!(
        (json!(mail.user_id), json!(mail.recipe_user_id)),
        (user.clone(), user)
    );
    assert_eq!(
        (mail.email, mail.tenant_id),
        (email.clone(), "public".to_owned())
    );
    let token = mail.link.token().to_owned();
    assert_eq!(
        mail.link.as_str(),
        format!("http://localhost:8000/auth/reset-password?token={token}&tenantId=public")
    );

    let reply = reset(&mut app.client(), &token, NEW_PASSWORD).await;
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (200, r#"{"status":"OK"}"#)
    );
    reply.assert_no_tokens();
    assert_eq!(
        core.take_calls(),
        [
            "/public/recipe/multitenancy/tenant/v2",
            "/public/recipe/user/password/reset/token/consume",
            "/user/id",
            "/recipe/user"
        ]
    );
    let reply = reset(&mut app.client(), &token, "password3").await;
    assert_eq!(
        reply.text,
        r#"{"status":"RESET_PASSWORD_INVALID_TOKEN_ERROR"}"#
    );
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, PASSWORD).await),
        "WRONG_CREDENTIALS_ERROR"
    );
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, NEW_PASSWORD).await),
        "OK"
    );
    assert_eq!(client.refresh().await.status, 200, "sessions stay");
}

async fn nobody_learns_who_has_an_account(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    core.take_calls();
    let unknown = ask(&mut app.client(), &new_address()).await;
    assert_eq!(core.take_calls().len(), 2);
    let known = ask(&mut app.client(), &email).await;
    assert_eq!((unknown.status, &unknown.text), (known.status, &known.text));
    let names = |reply: &Reply| {
        let names = reply.headers.keys().map(ToString::to_string);
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&unknown), names(&known));
    assert_eq!(sent.only().await.recipient(), email);
    let reply = ask(&mut app.client(), "none").await;
    assert_eq!(
        reply.text,
        r#"{"status":"FIELD_ERROR","formFields":[{"error":"Email is invalid","id":"email"}]}"#
    );
}

/// For the core U+212A is the same as a `k`; for the server that the mail goes to it is not.
async fn the_mail_goes_to_the_stored_address(cdi: Cdi) {
    let (_core, app, sent) = start(cdi, |it| it).await;
    let email = format!("k{}", new_address());
    sign_up(&mut app.client(), &email).await;
    let typed = format!("\u{212a}{}", &email[1..]);
    let reply = ask(&mut app.client(), &typed).await;
    assert_eq!(status(&reply), "OK");
    assert_eq!(sent.only().await.recipient(), email);
}

async fn what_is_wrong_leaves_the_token_alive(cdi: Cdi) {
    let (_core, app, sent) = start(cdi, |it| it).await;
    let (email, token) = with_token(&app, &sent).await;
    let long = "é".repeat(40) + "a1";
    for (password, text) in [
        (
            "short",
            "Password must contain at least 8 characters, including a number",
        ),
        ("", "Field is not optional"),
        (&*long, "Password's length must be lesser than 73 bytes"),
    ] {
        let reply = reset(&mut app.client(), &token, password).await;
        let errors = json!([{ "error": text, "id": "password" }]);
        assert_eq!(
            reply.json(),
            json!({ "status": "FIELD_ERROR", "formFields": errors })
        );
    }
    let mut both = reset_form(&json!(token), NEW_PASSWORD);
    let confirmed = form(&[
        ("password", NEW_PASSWORD),
        ("confirm-password", NEW_PASSWORD),
    ]);
    both["formFields"] = confirmed["formFields"].clone();
    let reply = app
        .client()
        .json(Method::POST, "/auth/user/password/reset", &both)
        .await;
    assert_eq!(
        reply.json(),
        json!({ "message": "Are you sending too many formFields?" })
    );
    assert_eq!(
        status(&reset(&mut app.client(), &token, NEW_PASSWORD).await),
        "OK"
    );
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, NEW_PASSWORD).await),
        "OK"
    );
}

async fn the_token_must_be_a_text(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    core.take_calls();
    for (token, message) in [
        (json!(null), "The password reset token must be a string"),
        (json!(1), "The password reset token must be a string"),
        (json!({}), "The password reset token must be a string"),
    ] {
        let form = reset_form(&token, NEW_PASSWORD);
        let reply = app
            .client()
            .json(Method::POST, "/auth/user/password/reset", &form)
            .await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, json!({ "message": message }))
        );
    }
    let without = form(&[("password", NEW_PASSWORD)]);
    let reply = app
        .client()
        .json(Method::POST, "/auth/user/password/reset", &without)
        .await;
    assert_eq!(
        (reply.status, reply.json()),
        (
            400,
            json!({ "message": "Please provide the password reset token" })
        )
    );
    assert_eq!(core.take_calls(), [""; 0]);
    for token in [
        "",
        "x",
        "a\u{0}b",
        "'; drop table users; --",
        &"x".repeat(20_000),
    ] {
        let reply = reset(&mut app.client(), token, NEW_PASSWORD).await;
        assert_eq!(
            reply.text, r#"{"status":"RESET_PASSWORD_INVALID_TOKEN_ERROR"}"#,
            "{token}"
        );
    }
}

async fn sessions_end_where_the_application_wants_it(cdi: Cdi) {
    let (_core, app, sent) = start(cdi, |it| it.revoke_sessions_on_reset(true)).await;
    let email = new_address();
    let mut client = app.client();
    sign_up(&mut client, &email).await;
    ask(&mut app.client(), &email).await;
    let token = sent.token().await;
    assert_eq!(client.get("/checked").await.status, 200);
    assert_eq!(
        status(&reset(&mut app.client(), &token, NEW_PASSWORD).await),
        "OK"
    );
    client
        .get("/checked")
        .await
        .assert_refused("unauthorised", true);
}

async fn the_address_of_the_link_counts_as_verified(cdi: Cdi) {
    let sent = Sent::default();
    let (_core, app) = crate::fixture::start(cdi, |settings| {
        let settings = settings.email_verification(EmailVerificationMode::Optional);
        sent.receive(settings.email_password(EmailPassword::new()))
    })
    .await;
    let (email, token) = with_token(&app, &sent).await;
    let verified = async |app: &App| {
        let found = sign_in(&mut app.client(), &email, PASSWORD).await.json();
        let again = sign_in(&mut app.client(), &email, NEW_PASSWORD)
            .await
            .json();
        let user = if found["status"] == "OK" {
            found
        } else {
            again
        };
        user["user"]["loginMethods"][0]["verified"].clone()
    };
    assert_eq!(verified(&app).await, false);
    assert_eq!(
        status(&reset(&mut app.client(), &token, NEW_PASSWORD).await),
        "OK"
    );
    assert_eq!(verified(&app).await, true);
}

async fn another_link_is_sent(cdi: Cdi) {
    let (_core, app, sent) = start(cdi, |it| {
        it.reset_link(|link| {
            assert!(link.as_str().contains("/auth/reset-password?"));
            format!(
                "https://{}.example.com/new#token={}",
                link.tenant_id,
                link.token()
            )
        })
    })
    .await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    ask(&mut app.client(), &email).await;
    let mail = sent.only().await;
    let link = mail.link().as_str();
    let token = link
        .strip_prefix("https://public.example.com/new#token=")
        .expect(link);
    assert_eq!(
        status(&reset(&mut app.client(), token, NEW_PASSWORD).await),
        "OK"
    );
}

async fn a_core_that_is_away_for_a_moment_costs_nothing(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    for path in ["/user/id", "/recipe/user"] {
        let (email, token) = with_token(&app, &sent).await;
        core.take_calls();
        core.behave_at(path, Behaviour::Refuses(503));
        let mut client = app.client();
        let (reply, ()) = tokio::join!(reset(&mut client, &token, NEW_PASSWORD), async {
            eventually(async || core.take_calls().iter().any(|call| call == path)).await;
            core.behave_at(path, Behaviour::Works);
        });
        assert_eq!(reply.text, r#"{"status":"OK"}"#, "{path}");
        assert_eq!(
            status(&sign_in(&mut app.client(), &email, NEW_PASSWORD).await),
            "OK"
        );
    }
}

async fn a_core_that_stays_away_costs_no_token(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let (email, token) = with_token(&app, &sent).await;
    for path in ["/recipe/user", "/user/id"] {
        core.behave_at(path, Behaviour::Refuses(503));
        let reply = reset(&mut app.client(), &token, NEW_PASSWORD).await;
        assert_eq!(
            (reply.status, reply.json()),
            (503, json!({ "message": "service unavailable" })),
            "{path}"
        );
        reply.assert_no_tokens();
        assert_eq!(
            status(&sign_in(&mut app.client(), &email, PASSWORD).await),
            "OK"
        );
        core.behave_at(path, Behaviour::Works);
    }
    assert_eq!(
        status(&reset(&mut app.client(), &token, NEW_PASSWORD).await),
        "OK"
    );
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, NEW_PASSWORD).await),
        "OK"
    );
    let reply = reset(&mut app.client(), &token, "password3").await;
    assert_eq!(status(&reply), "RESET_PASSWORD_INVALID_TOKEN_ERROR");
}

async fn who_goes_away_has_the_new_password(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let (email, token) = with_token(&app, &sent).await;
    core.take_calls();
    core.behave_at("/recipe/user", Behaviour::Holds);
    let mut client = app.client();
    let gone = tokio::spawn(async move { reset(&mut client, &token, NEW_PASSWORD).await });
    eventually(async || core.take_calls().iter().any(|call| call == "/recipe/user")).await;
    gone.abort();
    assert!(gone.await.is_err());
    core.behave_at("/recipe/user", Behaviour::Works);
    eventually(async || {
        let reply = sign_in(&mut app.client(), &email, NEW_PASSWORD).await;
        status(&reply) == "OK"
    })
    .await;
}

async fn a_mail_that_fails_changes_nothing(cdi: Cdi) {
    let (_core, app) = crate::fixture::start(cdi, |settings| {
        let settings = settings.email_password(EmailPassword::new());
        settings.send_email(|_: Email| async { Err("the server does not answer".into()) })
    })
    .await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    assert_eq!(
        ask(&mut app.client(), &email).await.text,
        r#"{"status":"OK"}"#
    );
    let form = credentials(&email, PASSWORD);
    let reply = app.client().json(Method::POST, "/auth/signin", &form).await;
    assert_eq!(status(&reply), "OK");
}

//! `st-ev`.

use std::time::Duration;

use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimRules, EmailLookup, EmailVerified};
use rocket_supertokens::config::EmailVerificationMode;
use rocket_supertokens::recipes::EmailOfUser;
use rocket_supertokens::{Builder, verify_session};
use rocket_supertokens_tests::{Behaviour, Cdi, claims};
use serde_json::json;

use super::{assert_invalid, claim, log_in, sign_up, start, unique};
use crate::in_both_generations;

in_both_generations!(
    an_address_is_verified_by_its_token,
    a_required_address_is_checked_on_every_route,
    an_old_false_is_fetched_anew,
    a_user_without_an_account_cannot_be_looked_up,
    a_login_method_that_is_not_found_is_not_verified,
    a_login_method_without_an_address_counts_as_verified,
    the_application_knows_the_addresses_of_its_own_users,
);

const UNVERIFIED: &str = r#"[{"id":"st-ev","reason":{"message":"wrong value","expectedValue":true,"actualValue":false}}]"#;

#[verify_session(claims(EmailVerified::is_true().max_age(Duration::from_secs(300))))]
#[get("/verified")]
fn verified() {}

#[verify_session]
#[get("/any")]
fn any() {}

#[verify_session(global_claims = false)]
#[get("/without")]
fn without() {}

fn all() -> Vec<rocket::Route> {
    routes![verified, any, without]
}

async fn an_address_is_verified_by_its_token(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let email = format!("{}@example.com", unique("alice"));
    let user = sign_up(&core, &email).await;
    let mut client = log_in(&app, &user).await;
    assert_invalid(&client.get("/verified").await, UNVERIFIED);

    let verification = app.super_tokens().email_verification();
    let address = EmailOfUser {
        recipe_user_id: &user,
        email: &email,
    };
    assert!(!verification.is_verified(address).await.expect("a response"));
    let useless = verification
        .create_token(address)
        .await
        .expect("a response")
        .expect("not yet");
    verification.revoke_tokens(address).await.expect("revoked");
    assert_eq!(
        verification.verify(&useless).await.expect("a response"),
        None
    );
    let token = verification
        .create_token(address)
        .await
        .expect("a response")
        .expect("not yet");
    let done = verification
        .verify(&token)
        .await
        .expect("a response")
        .expect("a good token");
    assert_eq!(
        (done.recipe_user_id.as_str(), done.email.as_str()),
        (user.as_str(), email.as_str())
    );
    assert!(verification.is_verified(address).await.expect("a response"));
    assert_eq!(
        verification
            .create_token(address)
            .await
            .expect("a response"),
        None
    );

    let mut client = log_in(&app, &user).await;
    assert_eq!(client.get("/verified").await.status, 200);
    assert_eq!(claim(&client, "st-ev"), json!(true));
    verification.unverify(address).await.expect("unverified");
    assert!(!verification.is_verified(address).await.expect("a response"));
}

async fn a_required_address_is_checked_on_every_route(cdi: Cdi) {
    let required = |settings: Builder| settings.email_verification(EmailVerificationMode::Required);
    let (core, app) = start(cdi, all(), required).await;
    let user = sign_up(&core, &format!("{}@example.com", unique("alice"))).await;
    let mut client = log_in(&app, &user).await;
    assert_eq!(
        claim(&client, "st-ev"),
        json!(false),
        "known from the beginning"
    );
    core.take_calls();
    assert_invalid(&client.get("/any").await, UNVERIFIED);
    assert_eq!(client.get("/without").await.status, 200);
    assert_eq!(core.take_calls(), ["/.well-known/jwks.json"]);
    assert_eq!(
        client.post("/auth/signout").await.status,
        200,
        "whoever has a session may sign out"
    );
}

/// Ten seconds after a `false` the user may have followed the link.
async fn an_old_false_is_fetched_anew(cdi: Cdi) {
    let required = |settings: Builder| settings.email_verification(EmailVerificationMode::Required);
    let (core, app) = start(cdi, all(), required).await;
    let user = sign_up(&core, &format!("{}@example.com", unique("alice"))).await;
    let mut client = log_in(&app, &user).await;
    let payload = claims(client.access_token.as_deref().expect("a token"));
    let handle = payload["sessionHandle"].as_str().expect("a handle");

    let fetched = payload["st-ev"]["t"].as_u64().expect("a time");
    let old = json!({ "st-ev": { "v": false, "t": fetched - 11_000 } });
    assert!(
        app.super_tokens()
            .merge_into_access_token_payload(handle, old)
            .await
            .expect("merged")
    );
    client.refresh().await;
    core.take_calls();
    assert_eq!(client.get("/any").await.status, 403);
    let calls = core.take_calls();
    assert!(
        calls.iter().any(|path| path == "/recipe/user/email/verify"),
        "{calls:?}"
    );
    assert_eq!(client.get("/any").await.status, 403);
    assert_eq!(core.take_calls(), [""; 0], "fetched a moment ago");
}

async fn a_user_without_an_account_cannot_be_looked_up(cdi: Cdi) {
    let (_core, app) = start(cdi, all(), |settings| settings).await;
    let user = unique("nobody");
    let mut client = log_in(&app, &user).await;
    let reply = client.get("/verified").await;
    assert_eq!(
        (reply.status, reply.json()),
        (500, json!({ "message": "internal server error" }))
    );
    let handle = claims(client.access_token.as_deref().expect("a token"))["sessionHandle"].clone();
    let rules = ClaimRules::global().with(EmailVerified::is_verified());
    let handle = handle.as_str().expect("a handle");
    let error = app
        .super_tokens()
        .validate_claims_for_handle(handle, &rules)
        .await
        .expect_err("no such user");
    assert!(error.to_string().contains("st-ev"), "{error}");
}

/// With mapped user ids the core may respond with another id than it was asked for.
async fn a_login_method_that_is_not_found_is_not_verified(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let user = unique("mapped");
    let mut client = log_in(&app, &user).await;
    core.behave_at(
        "/user/id",
        Behaviour::Says(
            r#"{"status":"OK","user":{"id":"other","loginMethods":[{"recipeUserId":"other"}]}}"#,
        ),
    );
    let reply = client.get("/verified").await;
    assert_eq!(
        (reply.status, reply.json()),
        (500, json!({ "message": "internal server error" }))
    );
    assert_eq!(claim(&client, "st-ev"), json!(null));
}

async fn a_login_method_without_an_address_counts_as_verified(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let mut client = log_in(&app, "by-phone").await;
    core.behave_at(
        "/user/id",
        Behaviour::Says(
            r#"{"status":"OK","user":{"id":"p","loginMethods":[{"recipeUserId":"other","email":"a@b.c"},{"recipeUserId":"by-phone"}]}}"#,
        ),
    );
    assert_eq!(client.get("/verified").await.status, 200);
    assert_eq!(claim(&client, "st-ev"), json!(true));
}

/// Without the function such a user cannot log in, and the error names the function.
async fn the_application_knows_the_addresses_of_its_own_users(cdi: Cdi) {
    for mode in [
        EmailVerificationMode::Optional,
        EmailVerificationMode::Required,
    ] {
        let (_core, app) = start(cdi, all(), |settings| settings.email_verification(mode)).await;
        let new = rocket_supertokens::overrides::NewSession::new("own-user");
        let error = app.super_tokens().create_session(new).await;
        let error = error.expect_err("nobody knows the address").to_string();
        assert!(error.contains("email_for_recipe_user_id"), "{error}");

        let looks_up = |settings: Builder| {
            settings
                .email_verification(mode)
                .context_value(String::from("@own.example"))
                .email_for_recipe_user_id(|context| async move {
                    let domain = context.get::<String>().expect("a value");
                    Ok(match context.recipe_user_id.as_str() {
                        user if user.starts_with("own-user") => {
                            EmailLookup::Address(format!("{user}{domain}"))
                        }
                        "phone-user" => EmailLookup::NoAddress,
                        _ => EmailLookup::Unknown,
                    })
                })
        };
        let (core, app) = start(cdi, all(), looks_up).await;
        let user = unique("own-user");
        let mut client = log_in(&app, &user).await;
        assert_eq!(claim(&client, "st-ev"), json!(false));
        assert_eq!(client.get("/verified").await.status, 403);
        let verification = app.super_tokens().email_verification();
        let email = format!("{user}@own.example");
        let address = EmailOfUser {
            recipe_user_id: &user,
            email: &email,
        };
        let token = verification.create_token(address).await;
        let token = token.expect("a response").expect("not yet");
        verification
            .verify(&token)
            .await
            .expect("a response")
            .expect("verified");
        let mut client = log_in(&app, &user).await;
        assert_eq!(claim(&client, "st-ev"), json!(true));
        assert_eq!(client.get("/any").await.status, 200);

        let client = log_in(&app, "phone-user").await;
        assert_eq!(claim(&client, "st-ev"), json!(true));

        // Whom the function does not know, the core may.
        let user = sign_up(&core, &format!("{}@example.com", unique("bob"))).await;
        let client = log_in(&app, &user).await;
        assert_eq!(claim(&client, "st-ev"), json!(false));
    }
}

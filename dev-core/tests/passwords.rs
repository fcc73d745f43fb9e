//! Tokens that reset a password, and changing address or password, where no recording shows it.

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use support::{CDI, Caller, core, put, status, text};

const TOKEN: &str = "/recipe/user/password/reset/token";
const CONSUME: &str = "/recipe/user/password/reset/token/consume";
const TENANT: &str = "/recipe/multitenancy/tenant/v2";

async fn sign_up(caller: &Caller, at: &str, email: &str) -> String {
    let body = json!({"email": email, "password": "password1"});
    let path = format!("{at}/recipe/signup");
    text(&caller.post(&path, CDI, body).await, &["user", "id"]).to_owned()
}

async fn token(caller: &Caller, at: &str, user: &str) -> String {
    let body = json!({"userId": user, "email": "a@example.com"});
    let path = format!("{at}{TOKEN}");
    text(&caller.post(&path, CDI, body).await, &["token"]).to_owned()
}

async fn consume(caller: &Caller, at: &str, token: &str) -> Value {
    let path = format!("{at}{CONSUME}");
    caller.post(&path, CDI, json!({"token": token})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_token_is_good_in_every_tenant_but_in_no_other_app() {
    let (_core, caller) = core().await;
    put(&caller, TENANT, json!({"tenantId": "t1"})).await;
    put(
        &caller,
        "/recipe/multitenancy/app/v2",
        json!({"appId": "a1"}),
    )
    .await;
    let user = sign_up(&caller, "/t1", "a@example.com").await;
    let token = token(&caller, "/t1", &user).await;
    assert!(token.len() == 128 && token.bytes().all(|b| b.is_ascii_alphanumeric()));
    let invalid = json!({"status": "RESET_PASSWORD_INVALID_TOKEN_ERROR"});
    assert_eq!(consume(&caller, "/appid-a1", &token).await, invalid);
    let good = json!({"status": "OK", "userId": user, "email": "a@example.com"});
    assert_eq!(consume(&caller, "", &token).await, good);
    assert_eq!(consume(&caller, "/t1", &token).await, invalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_may_have_tokens_of_another_lifetime() {
    let (core, caller) = core().await;
    let hour = 3_600;
    let config = json!({"password_reset_token_lifetime": 2 * hour * 1000});
    put(
        &caller,
        TENANT,
        json!({"tenantId": "t1", "coreConfig": config}),
    )
    .await;
    for (at, lives) in [("", false), ("/t1", true)] {
        let user = sign_up(&caller, at, "a@example.com").await;
        let token = token(&caller, at, &user).await;
        core.clock().advance(Duration::from_secs(hour + 1));
        let consumed = consume(&caller, at, &token).await;
        assert_eq!(consumed["status"] == "OK", lives, "{at}: {consumed}");
    }
    let config = json!({"password_reset_token_lifetime": 0});
    let body = json!({"tenantId": "t1", "coreConfig": config});
    let refused = status(&caller, Method::PUT, TENANT, Some(body)).await;
    let text = "Invalid core config: 'password_reset_token_lifetime' must be >= 0\n";
    assert_eq!(refused, (400, text.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_primary_user_cannot_take_the_address_of_another() {
    let (_core, caller) = core().await;
    put(&caller, TENANT, json!({"tenantId": "t1"})).await;
    let users = [
        sign_up(&caller, "", "a@example.com").await,
        sign_up(&caller, "", "b@example.com").await,
        sign_up(&caller, "/t1", "c@example.com").await,
    ];
    for user in &users {
        let body = json!({"recipeUserId": user});
        caller
            .post("/recipe/accountlinking/user/primary", CDI, body)
            .await;
    }
    let change = async |user: &str, email: &str| {
        let body = json!({"recipeUserId": user, "email": email, "password": "password2"});
        put(&caller, "/recipe/user", body).await
    };
    let refused = json!({
        "status": "EMAIL_CHANGE_NOT_ALLOWED_ERROR",
        "reason": "New email is associated with another primary user ID"
    });
    assert_eq!(change(&users[0], "B@example.com").await, refused);
    let credentials = |password| json!({"email": "a@example.com", "password": password});
    let old = caller
        .post("/recipe/signin", CDI, credentials("password1"))
        .await;
    assert_eq!(old["status"], "OK");
    // In another tenant it is another's.
    let done = json!({"status": "OK"});
    assert_eq!(change(&users[0], "c@example.com").await, done);
    assert_eq!(change(&users[2], "c@example.com").await, done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_one_page_and_a_user_takes_the_tokens_along() {
    let (_core, caller) = core().await;
    let mut users = Vec::new();
    for n in 0..4 {
        users.push(sign_up(&caller, "", &format!("u{n}@example.com")).await);
    }
    for (query, found) in [
        ("email=example&limit=1", 4),
        ("email=%25x%25ple&limit=1", 4),
        ("email=u_%40&limit=1", 4),
        ("email=u1;u3", 2),
        ("email=u1&provider=google", 0),
    ] {
        let page = caller.get(&format!("/users?{query}"), CDI).await;
        let length = page["users"].as_array().map(Vec::len);
        assert_eq!(length, Some(found), "{query}");
        assert_eq!(page.get("nextPaginationToken"), None, "{query}");
    }
    let token = token(&caller, "", &users[0]).await;
    let gone = json!({"userId": users[0]});
    caller.post("/user/remove", CDI, gone).await;
    let invalid = json!({"status": "RESET_PASSWORD_INVALID_TOKEN_ERROR"});
    assert_eq!(consume(&caller, "", &token).await, invalid);
}

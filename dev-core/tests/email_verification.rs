//! Email verification, from the first token to taking it back.

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;
use support::{Caller, text};

const CDI: &str = "5.6";

async fn core() -> (DevCore, Caller) {
    let core = DevCore::builder().start().await.expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

async fn status(caller: &Caller, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
    caller.text(method, path, CDI, body.as_ref()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_verified_once_and_can_be_unverified() {
    let (core, caller) = core().await;
    let user = caller
        .post(
            "/recipe/signup",
            CDI,
            json!({"email": "a@b.c", "password": "pw"}),
        )
        .await;
    let id = text(&user, &["user", "id"]).to_owned();
    let who = json!({"userId": id, "email": " A@b.c "});
    let is_verified = async || {
        let response = caller
            .get(
                &format!("/recipe/user/email/verify?userId={id}&email=a@b.c"),
                CDI,
            )
            .await;
        response["isVerified"].as_bool().expect("a truth value")
    };
    let use_token = async |token: &str| {
        caller
            .post(
                "/recipe/user/email/verify",
                CDI,
                json!({"method": "token", "token": token}),
            )
            .await
    };
    assert!(!is_verified().await);

    // An expired and a revoked token do nothing.
    let token = async || {
        text(
            &caller
                .post("/recipe/user/email/verify/token", CDI, who.clone())
                .await,
            &["token"],
        )
        .to_owned()
    };
    let expired = token().await;
    core.clock().advance(Duration::from_secs(86_401));
    assert_eq!(
        text(&use_token(&expired).await, &["status"]),
        "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"
    );
    let revoked = token().await;
    caller
        .post("/recipe/user/email/verify/token/remove", CDI, who.clone())
        .await;
    assert_eq!(
        text(&use_token(&revoked).await, &["status"]),
        "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"
    );
    assert!(!is_verified().await);

    // A good one works once, and takes the others with it.
    let (good, other) = (token().await, token().await);
    assert_eq!(
        use_token(&good).await,
        json!({"status": "OK", "userId": id, "email": "a@b.c"})
    );
    assert!(is_verified().await);
    for token in [&good, &other] {
        assert_eq!(
            text(&use_token(token).await, &["status"]),
            "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"
        );
    }
    let again = caller
        .post("/recipe/user/email/verify/token", CDI, who.clone())
        .await;
    assert_eq!(again, json!({"status": "EMAIL_ALREADY_VERIFIED_ERROR"}));
    let user = caller.get(&format!("/user/id?userId={id}"), CDI).await;
    assert_eq!(user["user"]["loginMethods"][0]["verified"], true);

    caller
        .post("/recipe/user/email/verify/remove", CDI, who)
        .await;
    assert!(!is_verified().await);
    let unknown = json!({"method": "magic", "token": "x"});
    let refused = status(
        &caller,
        Method::POST,
        "/recipe/user/email/verify",
        Some(unknown),
    )
    .await;
    assert_eq!(
        refused,
        (400, "Unsupported method for email verification\n".into())
    );
}

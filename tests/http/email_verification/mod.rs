//! The routes and functions that verify e-mail addresses.

mod bad_requests;
mod failures;
mod functions;
mod limits;
mod links;
mod overrides;
mod own_users;
mod sessions;
mod tenants;
mod way;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use rocket::{get, routes};
use rocket_supertokens::Builder;
use rocket_supertokens::config::EmailVerificationMode;
use rocket_supertokens::mail::{Email, EmailVerificationEmail};
use rocket_supertokens::verify_session;
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply, claims, eventually};
use serde_json::{Value, json};

use crate::fixture;

const TOKEN: &str = "/auth/user/email/verify/token";
const VERIFY: &str = "/auth/user/email/verify";

const OK: &str = r#"{"status":"OK"}"#;
const ALREADY: &str = r#"{"status":"EMAIL_ALREADY_VERIFIED_ERROR"}"#;
const INVALID: &str = r#"{"status":"EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"}"#;
const IS_VERIFIED: &str = r#"{"status":"OK","isVerified":true}"#;
const NOT_VERIFIED: &str = r#"{"status":"OK","isVerified":false}"#;

/// Any route of the application.
#[verify_session]
#[get("/any")]
fn any() {}

/// An application that verifies addresses, its core, and the e-mails that it has sent.
struct Site {
    core: Core,
    app: App,
    mails: Mails,
}

/// The e-mails that were sent, the oldest first.
#[derive(Clone, Default)]
struct Mails(Arc<Mutex<Vec<EmailVerificationEmail>>>);

impl Mails {
    fn add(&self, email: Email) {
        let Email::EmailVerification(email) = email else {
            panic!("another e-mail: {email:?}");
        };
        self.lock().push(email);
    }

    /// The oldest one, once it has been sent.
    async fn next(&self) -> EmailVerificationEmail {
        eventually(|| async { !self.lock().is_empty() }).await;
        self.lock().remove(0)
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<EmailVerificationEmail>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    async fn start(cdi: Cdi, mode: EmailVerificationMode) -> Self {
        Self::with(cdi, mode, |settings| settings).await
    }

    async fn with(
        cdi: Cdi,
        mode: EmailVerificationMode,
        configure: impl FnOnce(Builder) -> Builder,
    ) -> Self {
        let mails = Mails::default();
        let sent = mails.clone();
        let configure = |settings: Builder| {
            let settings = settings
                .email_verification(mode)
                .email_verification_routes(true)
                .send_email(move |email: Email| {
                    sent.add(email);
                    async { Ok(()) }
                });
            configure(settings)
        };
        let (core, app) = fixture::start_with(cdi, configure, routes![any]).await;
        Self { core, app, mails }
    }

    /// A new user, who has logged in.
    async fn user(&self, client: Client) -> User {
        let email = format!("{}@example.com", unique("user"));
        let id = self.sign_up(&email, "public").await;
        let mut client = client;
        fixture::log_in(&mut client, &id).await;
        User { id, email, client }
    }

    async fn sign_up(&self, email: &str, tenant_id: &str) -> String {
        let body = json!({ "email": email, "password": "a long password 1" });
        let path = format!("/{tenant_id}/recipe/signup");
        let response = self.core.call(Method::POST, &path, "5.3", &body).await;
        response["recipeUserId"].as_str().expect("an id").to_owned()
    }

    /// The token of the next link that the user is sent.
    async fn token(&self, user: &mut User) -> String {
        let reply = user.client.post(TOKEN).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, OK), "{reply:?}");
        token(&self.mails.next().await)
    }

    async fn delete(&self, user_id: &str) {
        let body = json!({ "userId": user_id });
        let path = "/user/remove";
        self.core.call(Method::POST, path, "5.3", &body).await;
    }
}

struct User {
    id: String,
    email: String,
    client: Client,
}

async fn verify(client: &mut Client, token: &str) -> Reply {
    let body = json!({ "method": "token", "token": token });
    client.json(Method::POST, VERIFY, &body).await
}

fn token(email: &EmailVerificationEmail) -> String {
    email.link.token().to_owned()
}

/// Asserts the whole body, and that no token is touched.
#[track_caller]
fn assert_answer(reply: &Reply, body: &str) {
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (200, body),
        "{reply:?}"
    );
    assert_eq!(reply.header("content-type"), Some("application/json"));
    reply.assert_no_tokens();
}

/// Asserts the whole body, and that client and front end both receive the claim with this value.
#[track_caller]
fn assert_answer_with_claim(reply: &Reply, body: &str, client: &Client, value: bool) {
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (200, body),
        "{reply:?}"
    );
    let front_token = reply.front_token().expect("a front token");
    let claim = &front_token["up"]["st-ev"];
    assert_eq!(claim["v"], value, "{front_token}");
    assert_eq!(&held(client), claim, "the token that the client holds now");
}

/// The claim in the access token that the client holds.
#[track_caller]
fn held(client: &Client) -> Value {
    claims(client.access_token.as_deref().expect("a token"))["st-ev"].clone()
}

/// A name that no other test has used with this core.
fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    format!("{name}-{}-{count}", now.expect("after 1970").as_nanos())
}

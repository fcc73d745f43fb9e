//! Claims: fetched, checked, and refused as a front end reads it.

mod combined;
mod email;
mod global;
mod own;
mod roles;
mod server_side;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use rocket::{Route, post, routes};
use rocket_supertokens::{Builder, Error, Sessions};
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};
use serde_json::{Value, json};

/// Begins a session of any user.
#[post("/begin/<user_id>")]
async fn begin(user_id: &str, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).await?;
    Ok(())
}

/// An application with these routes, and its core.
async fn start(
    cdi: Cdi,
    routes: Vec<Route>,
    configure: impl FnOnce(Builder) -> Builder,
) -> (Core, App) {
    let core = Core::start(cdi).await;
    let app = App::serve(
        configure(core.settings()),
        [routes![begin], routes].concat(),
    )
    .await;
    (core, app)
}

async fn log_in(app: &App, user_id: &str) -> Client {
    let mut client = app.client();
    let reply = client.post(&format!("/begin/{user_id}")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    client
}

/// A name that no other test has used with this core.
fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_nanos();
    format!("{name}-{now}-{count}")
}

/// Asserts the 403 body, text by text: the front end reads it.
#[track_caller]
fn assert_invalid(reply: &Reply, failures: &str) {
    let body = format!(r#"{{"message":"invalid claim","claimValidationErrors":{failures}}}"#);
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (403, body.as_str()),
        "{reply:?}"
    );
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

/// A claim of the access token that the client holds, without the time at which it was fetched.
#[track_caller]
fn claim(client: &Client, key: &str) -> Value {
    let claims = rocket_supertokens_tests::claims(client.access_token.as_deref().expect("a token"));
    let claim = &claims[key];
    assert!(claim.is_null() || claim["t"].is_u64(), "{claim}");
    claim["v"].clone()
}

/// Signs a user up at the core and gives the recipe user id.
async fn sign_up(core: &Core, email: &str) -> String {
    let body = json!({ "email": email, "password": "a long password 1" });
    let response = core
        .call(reqwest::Method::POST, "/recipe/signup", "5.3", &body)
        .await;
    response["recipeUserId"].as_str().expect("an id").to_owned()
}

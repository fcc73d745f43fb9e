//! The corrected twin of every case in `../fail`, by theme, and cases that have none; what they run with.

mod claim_set;
mod claims;
mod handler;
mod launch;
mod names;
mod options;
mod placement;
mod policy;
mod presence;
mod unfinished;

use rocket::http::{Cookie, Method, Status};
use rocket::local::asynchronous::Client;
use rocket::serde::json::{Json, Value};
use rocket::{Build, Config, Rocket, Route};
use rocket_supertokens::{Builder, Error, Sessions, SuperTokens};
use rocket_supertokens_tests::{App, Cdi, Core};

/// An application whose core cannot be reached, so that nothing here depends on one.
fn app() -> Rocket<Build> {
    let super_tokens = SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .app_name("Likes")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    let quiet = Config::figment().merge(("log_level", "off"));
    rocket::custom(quiet).attach(super_tokens.fairing())
}

/// How `app` responds to a request that carries no token.
async fn status(app: Rocket<Build>, method: Method, uri: &'static str) -> Status {
    let client = Client::untracked(app).await.expect("the app launches");
    client.req(method, uri).dispatch().await.status()
}

/// An application with a core, for requests that carry a session.
struct Running {
    client: Client,
    _core: Core,
}

#[rocket::post("/login", data = "<payload>")]
async fn login(payload: Json<Value>, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").payload(&*payload).await?;
    Ok(())
}

impl Running {
    async fn start(routes: Vec<Route>) -> Self {
        Self::start_with(routes, |settings| settings).await
    }

    async fn start_with(routes: Vec<Route>, change: impl FnOnce(Builder) -> Builder) -> Self {
        let core = Core::start(Cdi::V5_6).await;
        let rocket = App::rocket()
            .attach(change(core.settings()).fairing())
            .mount("/", rocket::routes![login])
            .mount("/", routes);
        Self {
            client: Client::untracked(rocket).await.expect("the app launches"),
            _core: core,
        }
    }

    /// How it responds to a new session whose access token has this payload.
    async fn status(&self, payload: Value, uri: &'static str) -> Status {
        self.get(payload, uri).await.0
    }

    /// The same with the body.
    async fn get(&self, payload: Value, uri: &'static str) -> (Status, String) {
        let login = self.client.post("/login").json(&payload).dispatch().await;
        let token = login
            .headers()
            .get_one("st-access-token")
            .expect("a token")
            .to_owned();
        let request = self
            .client
            .get(uri)
            .cookie(Cookie::new("sAccessToken", token));
        let response = request.dispatch().await;
        let status = response.status();
        (status, response.into_string().await.unwrap_or_default())
    }
}

/// A claim as it stands in a payload, fetched just now.
fn claim(key: &str, value: impl serde::Serialize) -> Value {
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
    rocket::serde::json::json!({ key: { "v": value, "t": now.as_millis() as u64 } })
}

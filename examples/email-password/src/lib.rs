//! Comments, by people who have accounts. The routes for signing up, signing in, verifying an address and resetting a
//! password are the library's: SuperTokens' front end works with them as it is.

mod accounts;

use std::sync::{Mutex, PoisonError};

use rocket::serde::json::{Json, Value, json};
use rocket::{Build, Config, Rocket, State, get, post, routes};
use rocket_cors::{AllowedHeaders, AllowedOrigins, Cors, CorsOptions};
use rocket_supertokens::claims::{EmailVerified, UserRole};
use rocket_supertokens::{Builder, Error, Session, SuperTokens, verify_session};

pub use accounts::{ADMIN, Names};

/// Where the front end is, `examples/web`. The links of mails lead there, and its pages may call this API.
const WEBSITE: &str = "http://localhost:3000";

/// The settings of this application. Nothing but the address of the core is missing.
pub fn settings() -> Builder {
    // Where Rocket will listen: `ROCKET_PORT` and `Rocket.toml` are heeded.
    let port = Config::figment().extract_inner("port");
    let port = port.unwrap_or(Config::default().port);
    SuperTokens::builder()
        .app_name("Comments")
        .api_domain(format!("http://localhost:{port}"))
        .website_domain(WEBSITE)
}

/// The application.
pub fn rocket(settings: Builder) -> Rocket<Build> {
    let names = Names::default();
    let settings = accounts::with_accounts(settings, names.clone());
    rocket::build()
        .attach(cors())
        .attach(settings.fairing())
        .manage(names)
        .manage(Comments::default())
        .mount("/", routes![comments, comment, publish, users])
}

/// The front end is on another origin. Its browser must be allowed to send cookies and the headers of the SDK.
fn cors() -> Cors {
    let own = ["content-type"];
    let headers: Vec<&str> = own
        .into_iter()
        .chain(SuperTokens::all_cors_headers())
        .collect();
    CorsOptions {
        allowed_origins: AllowedOrigins::some_exact(&[WEBSITE]),
        allowed_headers: AllowedHeaders::some(&headers),
        allow_credentials: true,
        ..CorsOptions::default()
    }
    .to_cors()
    .expect("the CORS options are valid")
}

#[derive(Default)]
struct Comments(Mutex<Vec<String>>);

impl Comments {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<String>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Everybody may read.
#[get("/comments")]
fn comments(comments: &State<Comments>) -> Json<Vec<String>> {
    Json(comments.with(|comments| comments.clone()))
}

/// Whoever has signed in may comment.
#[verify_session]
#[post("/comments", data = "<text>")]
fn comment(text: String, session: Session, comments: &State<Comments>, names: &State<Names>) {
    let name = names.of(session.user_id());
    comments.with(|comments| comments.push(format!("{name}: {text}")));
}

/// Only somebody with a verified e-mail address. The front end shows its page for that, because the refusal names the
/// claim.
#[verify_session(claims(EmailVerified::is_verified()))]
#[post("/comments/publish")]
fn publish(comments: &State<Comments>) -> String {
    comments.with(|comments| format!("published {}", comments.len()))
}

/// Administrators see who has an account. Somebody who could guess an administrator's address must not become one, so the
/// address has to be verified, too.
#[verify_session(claims(UserRole::includes(ADMIN), EmailVerified::is_verified()))]
#[get("/admin/users")]
async fn users(
    super_tokens: &State<SuperTokens>,
    names: &State<Names>,
) -> Result<Json<Vec<Value>>, Error> {
    let page = super_tokens.users().newest_first().limit(50).await?;
    let users = page.users.iter();
    let users = users.map(|user| json!({ "name": names.of(&user.id), "emails": user.emails }));
    Ok(Json(users.collect()))
}

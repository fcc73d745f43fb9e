//! Notes that users write, and editors remove. Nothing in here knows that it is tested: see `tests/`.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rocket::form::Form;
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{Build, FromForm, Rocket, State, delete, get, post, routes};
use rocket_supertokens::claims::{ClaimContext, Fetches, PrimitiveClaim, UserRole};
use rocket_supertokens::{Error, Session, Sessions, SuperTokens, verify_session};
use serde::{Deserialize, Serialize};

/// The application.
pub fn rocket() -> Rocket<Build> {
    rocket::build()
        .attach(SuperTokens::fairing())
        .manage(Notes::default())
        .mount("/", routes![index, login, all, write, remove, export])
}

/// A note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The user who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
}

#[derive(Default)]
struct Notes(Mutex<Vec<Note>>);

impl Notes {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<Note>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[get("/")]
fn index() -> &'static str {
    "Notes. POST /login first."
}

#[derive(FromForm)]
struct Credentials {
    name: String,
    password: String,
}

/// An application has its own users and its own way to know them; this one is simple.
#[post("/login", data = "<credentials>")]
async fn login(credentials: Form<Credentials>, sessions: Sessions<'_>) -> Result<Status, Error> {
    if credentials.password != "open sesame" {
        return Ok(Status::Forbidden);
    }
    sessions.create(&credentials.name).await?;
    Ok(Status::Ok)
}

/// Everybody may read, and who has a session is greeted.
#[verify_session(required = false)]
#[get("/notes")]
fn all(session: Option<Session>, notes: &State<Notes>) -> Json<(Option<String>, Vec<Note>)> {
    let reader = session.map(|session| session.user_id().to_owned());
    Json((reader, notes.with(|notes| notes.clone())))
}

#[verify_session]
#[post("/notes", data = "<text>")]
fn write(text: String, session: Session, notes: &State<Notes>) -> Status {
    let author = session.user_id().to_owned();
    notes.with(|notes| notes.push(Note { author, text }));
    Status::Created
}

/// Editors only, and only while their session has not ended.
#[verify_session(check_database, claims(UserRole::includes("editor")))]
#[delete("/notes")]
fn remove(notes: &State<Notes>) -> Status {
    notes.with(Vec::clear);
    Status::NoContent
}

/// What a user pays for. It is asked for again when it is five minutes old.
fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(|user: ClaimContext| async move {
        // Here an application asks its billing.
        let pays = user.user_id == "alice";
        Ok(Some(if pays { "pro" } else { "free" }.to_owned()))
    })
}

#[verify_session(claims(plan().has_value("pro").max_age(Duration::from_secs(300))))]
#[get("/notes/export")]
fn export(session: Session, notes: &State<Notes>) -> Json<Vec<Note>> {
    let is_own = |note: &Note| note.author == session.user_id();
    Json(notes.with(|notes| notes.iter().filter(|note| is_own(note)).cloned().collect()))
}

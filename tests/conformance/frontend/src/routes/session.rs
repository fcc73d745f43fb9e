//! A session from its beginning to its end.

use std::sync::Arc;

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, State, get, post, routes};
use rocket_supertokens::claims::{ClaimFailure, ClaimValidator};
use rocket_supertokens::{Error, JsonObject, Session, Sessions, verify_session};
use serde::Deserialize;

use super::headers::Headers;
use crate::counters::Counters;

pub(super) fn routes() -> Vec<Route> {
    routes![
        login,
        user_id,
        check_rid,
        session_claims_error,
        refresh,
        logout
    ]
}

#[derive(Deserialize)]
struct Login {
    #[serde(rename = "userId")]
    user_id: String,
}

#[post("/login", data = "<login>")]
async fn login(login: Json<Login>, sessions: Sessions<'_>) -> Result<String, Error> {
    let session = sessions.create(&login.user_id).await?;
    Ok(session.user_id().to_owned())
}

#[verify_session]
#[get("/")]
fn user_id(session: Session, counters: &State<Arc<Counters>>) -> String {
    counters.sessions_read.increment();
    session.user_id().to_owned()
}

#[verify_session]
#[get("/check-rid")]
fn check_rid(headers: Headers<'_>) -> &'static str {
    if headers.get("rid") == Some("anti-csrf") {
        "success"
    } else {
        "fail"
    }
}

/// Holds for no session.
struct Failing;

impl ClaimValidator for Failing {
    fn id(&self) -> &str {
        "test-claim-failing"
    }

    fn validate(&self, _: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        let reason = json!({ "message": "testReason" });
        Err(vec![ClaimFailure::new(self.id(), reason)])
    }
}

#[verify_session(claims(Failing))]
#[post("/session-claims-error")]
fn session_claims_error() -> Json<Value> {
    Json(json!({}))
}

/// On this path the attribute refreshes the session instead of verifying it.
#[verify_session]
#[post("/auth/session/refresh")]
fn refresh(headers: Headers<'_>, counters: &State<Arc<Counters>>) -> &'static str {
    if headers.has("rid") {
        counters.refreshes.increment();
        "refresh success"
    } else {
        "refresh failed"
    }
}

#[verify_session]
#[post("/logout")]
async fn logout(session: Session) -> Result<&'static str, Error> {
    session.revoke().await?;
    Ok("success")
}

//! Failures of the application's own functions and values.

use std::collections::HashMap;
use std::io;

use rocket::{Route, get, post, routes};
use rocket_supertokens::claims::{ClaimContext, FetchError, Fetches, PrimitiveClaim};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{Behaviour, Cdi, Core};
use serde::Deserialize;

use super::{Listening, status};
use crate::{log_in, with_session};

#[derive(Debug, thiserror::Error)]
#[error("the billing service does not respond")]
struct Billing(#[source] io::Error);

async fn plan_of(_: ClaimContext) -> Result<Option<String>, FetchError> {
    let cause = io::Error::new(io::ErrorKind::ConnectionReset, "the line\nis down");
    Err(Billing(cause).into())
}

fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(plan_of)
}

/// Whose function reads a document that has a secret in it.
async fn seats_of(_: ClaimContext) -> Result<Option<u8>, FetchError> {
    Ok(serde_json::from_str(r#""a-secret-of-the-application""#)?)
}

fn seats() -> PrimitiveClaim<u8, Fetches<u8>> {
    PrimitiveClaim::new("seats").fetched_by(seats_of)
}

#[verify_session]
#[get("/plan")]
async fn fetch_plan(session: Session) -> Result<(), Error> {
    session.fetch_and_set_claim(&plan()).await
}

#[verify_session(claims(plan().has_value("pro").max_age(std::time::Duration::from_secs(300))))]
#[get("/checked-plan")]
fn checked_plan() {}

#[verify_session]
#[get("/seats")]
async fn fetch_seats(session: Session) -> Result<(), Error> {
    session.fetch_and_set_claim(&seats()).await
}

#[verify_session(check_database)]
#[get("/checked")]
fn checked() {}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what fails")]
struct Mistyped {
    sub: u8,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what fails")]
struct Incomplete {
    plan: u8,
}

#[verify_session]
#[get("/mistyped")]
fn mistyped(session: Session) -> Result<(), Error> {
    session.access_token_payload_as::<Mistyped>().map(drop)
}

#[verify_session]
#[get("/incomplete")]
fn incomplete(session: Session) -> Result<(), Error> {
    session.access_token_payload_as::<Incomplete>().map(drop)
}

#[post("/unwritable")]
async fn unwritable(sessions: Sessions<'_>) -> Result<(), Error> {
    // JSON has no such keys.
    let data = HashMap::from([((1, 2), 3)]);
    sessions.create("alice").data(data).await.map(drop)
}

#[post("/far-future")]
async fn far_future(sessions: Sessions<'_>) -> Result<(), Error> {
    let payload = HashMap::from([("nbf", u32::MAX)]);
    sessions.create("alice").payload(payload).await.map(drop)
}

fn all_routes() -> Vec<Route> {
    routes![
        fetch_plan,
        checked_plan,
        fetch_seats,
        checked,
        mistyped,
        incomplete,
        unwritable,
        far_future,
    ]
}

async fn listening() -> (Core, Listening, String) {
    let core = Core::share(Cdi::V5_6).await;
    let app = Listening::to(core.settings(), all_routes()).await;
    let token = log_in(&app.client).await;
    (core, app, token)
}

#[tokio::test]
async fn a_function_or_value_of_the_application() {
    let (core, mut app, token) = listening().await;
    let fetch = "the value of the claim `plan` could not be fetched: the billing service does not respond: the \
                 line\\nis down";
    for (path, code, reason) in [
        ("/plan", "fetch_claim", fetch),
        ("/checked-plan", "fetch_claim", fetch),
        (
            "/seats",
            "fetch_claim",
            "the value of the claim `seats` could not be fetched: a value in it does not fit (line 1, column 29)",
        ),
        (
            "/mistyped",
            "payload",
            "the access token payload is not of the type asked for: a value in it does not fit",
        ),
        (
            "/incomplete",
            "payload",
            "the access token payload is not of the type asked for: its field `plan` is missing",
        ),
    ] {
        let request = with_session(app.client.get(path), &token);
        let found = status(request).await;
        let line =
            format!("ERROR request failed method=GET path={path} code=\"{code}\" reason={reason}");
        assert_eq!((found, app.lines()), (500, vec![line]));
    }
    core.behave(Behaviour::Refuses(500));
    let request = with_session(app.client.get("/checked"), &token);
    assert_eq!(status(request).await, 500);
    assert_eq!(app.lines().len(), 1);
    app.assert_nothing_of(&[&token, "a-secret-of-the-application"]);
}

#[tokio::test]
async fn data_that_cannot_be_stored() {
    let (_core, mut app, token) = listening().await;
    let unwritable = status(app.client.post("/unwritable")).await;
    assert_eq!(
        (unwritable, app.lines()),
        (
            500,
            vec![
                "ERROR request failed method=POST path=/unwritable code=\"serialize\" reason=the session data cannot be written as JSON: a \
                 key in it cannot be written as a text"
                    .to_owned()
            ]
        )
    );
    let too_early = status(app.client.post("/far-future")).await;
    assert_eq!(
        (too_early, app.lines()),
        (
            400,
            vec![
                "INFO request refused method=POST path=/far-future code=\"not_before\" reason=the claim `nbf` must be a number of \
                 seconds that have passed, or no access token with it would be accepted"
                    .to_owned()
            ]
        )
    );
    app.assert_nothing_of(&[&token]);
}

//! Responses behind fairings that change them: one that compresses, one that lets the browser keep what it knows.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Cursor, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use rocket::fairing::AdHoc;
use rocket::http::{Method, Status};
use rocket::{Build, Request, Response, Rocket, State, get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Error, Session, verify_session};
use serde_json::json;

use crate::fixture::{Fixture, Setup, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("compression")
        .both("attached_before", |mode| {
            read_all(Fixture::of(mode).rocket(|rocket| rocket.attach(gzip())))
        })
        .both("attached_after", |mode| {
            read_all(Fixture::of(mode).rocket(attach_afterwards))
        })
        .both("etag", not_modified)
}

/// Attaches it when all else is attached.
fn attach_afterwards(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket.attach(AdHoc::on_ignite("Afterwards", |rocket| async {
        rocket.attach(gzip())
    }))
}

/// Compresses every body.
fn gzip() -> AdHoc {
    AdHoc::on_response("Gzip", |_, response: &mut Response<'_>| {
        Box::pin(async move {
            let body = response.body_mut().to_bytes().await.expect("a body");
            if body.is_empty() {
                return;
            }
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&body).expect("memory");
            let body = encoder.finish().expect("memory");
            response.set_raw_header("Content-Encoding", "gzip");
            response.adjoin_raw_header("Vary", "Accept-Encoding");
            response.set_sized_body(body.len(), Cursor::new(body));
        })
    })
}

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin(_session: Session) {}

async fn read_all(setup: Setup) {
    let fixture = setup.routes(routes![admin]).start().await;
    let page = fixture.page();
    let request = fixture
        .api
        .app
        .client()
        .plain(reqwest::Method::GET, "/sensitive");
    let response = request.send().await.expect("a response");
    assert_eq!(response.headers()["content-encoding"], "gzip");

    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
    page.log_in("alice").await;
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(*expect(&reply, 200), json!({ "user_id": "alice" }));

    let failures = json!([{ "id": "st-role", "reason": {
        "message": "wrong value", "expectedToInclude": "admin", "actualValue": []
    } }]);
    let reply = page.call("GET", "/admin").await;
    let body = expect(&reply, 403);
    assert_eq!(
        *body,
        json!({ "message": "invalid claim", "claimValidationErrors": failures })
    );
    let parsed = "const response = await fetch(new URL('/admin', api));
        return session.getInvalidClaimsFromResponse({ response });";
    assert_eq!(fixture.browser.run(parsed).await, failures);

    assert!(page.refresh().await);
    assert_eq!(page.sign_out().await, json!(null));
    assert!(!page.session_exists().await);
    assert_eq!(
        page.events().await,
        [
            "UNAUTHORISED",
            "SESSION_CREATED",
            // The roles were looked up, and stand in a new token.
            "ACCESS_TOKEN_PAYLOAD_UPDATED",
            "API_INVALID_CLAIM",
            "API_INVALID_CLAIM",
            "ACCESS_TOKEN_PAYLOAD_UPDATED",
            "REFRESH_SESSION",
            "SIGN_OUT"
        ]
    );
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
}

/// Tells the browser to ask each time whether what it has is still good, and says so if it is.
fn etag() -> AdHoc {
    AdHoc::on_response(
        "ETag",
        |request: &Request<'_>, response: &mut Response<'_>| {
            Box::pin(async move {
                if request.method() != Method::Get {
                    return;
                }
                let body = response.body_mut().to_bytes().await.expect("a body");
                let mut hasher = DefaultHasher::new();
                body.hash(&mut hasher);
                let etag = format!("\"{:x}\"", hasher.finish());
                response.set_raw_header("Cache-Control", "private, no-cache");
                if request.headers().get_one("If-None-Match") == Some(&etag) {
                    response.set_status(Status::NotModified);
                } else {
                    response.set_sized_body(body.len(), Cursor::new(body));
                }
                response.set_raw_header("ETag", etag);
            })
        },
    )
}

/// The same body each time, and the second time a new access token with it.
#[verify_session]
#[get("/news")]
async fn news(session: Session, visits: &State<AtomicUsize>) -> Result<&'static str, Error> {
    if visits.fetch_add(1, Ordering::Relaxed) == 1 {
        let plan = json!({ "plan": "paid" });
        session.merge_into_access_token_payload(&plan).await?;
    }
    Ok("no news")
}

async fn not_modified(mode: Mode) {
    let fixture = Fixture::of(mode)
        .rocket(|rocket| rocket.manage(AtomicUsize::default()).attach(etag()))
        .routes(routes![news])
        .start()
        .await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    let statuses = async |expected: &[u16]| {
        let reply = page.call("GET", "/news").await;
        assert_eq!(expect(&reply, 200), "no news");
        let requests = fixture.api.requests_to("/news");
        let statuses: Vec<u16> = requests.iter().map(|sent| sent.status).collect();
        assert_eq!(statuses, expected);
    };
    statuses(&[200]).await;
    assert_eq!(page.payload().await["plan"], json!(null));
    // The body is the one that the browser has, the tokens are new.
    statuses(&[200, 304]).await;
    let changed = page.payload().await;
    assert_eq!(changed["plan"], "paid");

    // Tokens that came with a response are not given out again with it.
    assert!(page.refresh().await);
    let refreshed = page.payload().await;
    assert_ne!(refreshed["refreshTokenHash1"], changed["refreshTokenHash1"]);
    statuses(&[200, 304, 200]).await;
    statuses(&[200, 304, 200, 304]).await;
    assert_eq!(page.payload().await, refreshed);
    expect(&page.call("GET", "/sensitive").await, 200);
    expect(&page.call("GET", "/sensitive").await, 200);
    assert_eq!(page.sign_out().await, json!(null));
    // Nor does a refusal become "not modified".
    let reply = page.call("GET", "/news").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
    let reply = page.call("GET", "/news").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
}

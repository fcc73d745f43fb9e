//! What stands between the browser and a handler: gateways, broken connections, caches, redirects, fairings.

use rocket::fairing::AdHoc;
use rocket::futures::stream::{self, BoxStream, StreamExt as _};
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::stream::TextStream;
use rocket::shield::{Referrer, Shield};
use rocket::{Response, delete, get, routes};
use rocket_supertokens::claims::PrimitiveClaim;
use rocket_supertokens::{Error, Session, verify_session};
use rocket_supertokens_tests::Cdi;
use serde_json::{Value, json};

use crate::fixture::{Fixture, expect};
use crate::gateway::{self, Gateway};
use crate::mode::Mode;
use crate::page::{Page, REFRESHED};
use crate::scenario::Scenarios;
use crate::wire::Wire;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("proxies")
        .both("gateway_with_a_path", gateway_with_a_path)
        .both("connections_end", connections_end)
        .both("lost_refresh_5_3", |mode| lost_refresh(mode, Cdi::V5_3))
        .both("lost_refresh_5_6", |mode| lost_refresh(mode, Cdi::V5_6))
        .both("every_kind_of_response", every_kind_of_response)
        .both("redirect", redirect)
        .both("caches", caches)
}

const REFRESH: &str = "/auth/session/refresh";

/// Brings new tokens with it.
async fn count(session: &Session) -> Result<(), Error> {
    let payload = session.access_token_payload();
    let before = payload.get("count").and_then(Value::as_u64);
    let count = before.unwrap_or_default() + 1;
    let update = json!({ "count": count });
    session.merge_into_access_token_payload(&update).await
}

#[verify_session]
#[get("/count")]
async fn counted(session: Session) -> Result<&'static str, Error> {
    count(&session).await?;
    Ok("counted")
}

#[verify_session]
#[delete("/count")]
async fn nothing(session: Session) -> Result<Status, Error> {
    count(&session).await?;
    Ok(Status::NoContent)
}

#[verify_session]
#[get("/empty")]
async fn empty(session: Session) -> Result<(), Error> {
    count(&session).await
}

#[verify_session]
#[get("/download")]
async fn download(session: Session) -> Result<TextStream<BoxStream<'static, String>>, Error> {
    count(&session).await?;
    let lines = stream::iter(0..1000).map(|number| format!("line {number}\n"));
    Ok(TextStream(lines.boxed()))
}

#[verify_session]
#[get("/moved")]
async fn moved(session: Session) -> Result<Redirect, Error> {
    count(&session).await?;
    Ok(Redirect::found("/me"))
}

#[verify_session]
#[get("/stable")]
fn stable(_session: Session) -> &'static str {
    "stable"
}

const PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");

#[verify_session(claims(PLAN.has_value("paid")))]
#[get("/paid")]
fn paid(_session: Session) {}

async fn assert_served(page: Page<'_>, path: &str) {
    let reply = page.call("POST", path).await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
}

/// It closes each connection, and names headers of its own before and behind ours. Shield says all it can.
async fn gateway_with_a_path(mode: Mode) {
    let shield = Shield::default().enable(Referrer::NoReferrer);
    let fixture = Fixture::of(mode)
        .settings(|settings| settings.api_gateway_path(gateway::PATH))
        .rocket(|rocket| rocket.attach(shield))
        .routes(routes![counted])
        .start()
        .await;
    let gateway = Gateway::before(fixture.api.app.port()).await;
    let domain = format!("http://localhost:{}", gateway.port());
    let page = fixture.page();
    let options = format!("{{ appInfo: {{ apiGatewayPath: '{}' }} }}", gateway::PATH);
    page.open(fixture.origin(), &domain, mode, &options).await;

    let reply = page.call("POST", "/api/like-comment").await;
    assert_eq!(*expect(&reply, 401), json!({ "message": "unauthorised" }));
    let log_in = "return call('POST', '/api/login', { body: { user_id: 'alice' } });";
    let reply = fixture.browser.run(log_in).await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(reply["headers"][gateway::OWN_HEADER], "7");
    assert_served(page, "/api/like-comment").await;
    expect(&page.call("GET", "/api/count").await, 200);
    assert_eq!(page.payload().await["count"], 1);
    fixture.lose_access_token().await;
    fixture.api.take_requests();
    assert_served(page, "/api/like-comment").await;
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /like-comment 401",
            "POST /auth/session/refresh 200",
            "POST /like-comment 200"
        ]
    );
    assert_eq!(page.payload().await["count"], 1);
    assert_eq!(page.sign_out().await, json!(null));
    let paths = fixture.browser.cookies().await;
    let ours = paths.iter().any(|it| it.text("name").starts_with("sA"));
    assert!(!ours, "{paths:?}");
    assert_eq!(
        page.turns().await,
        [
            "UNAUTHORISED",
            "SESSION_CREATED",
            "REFRESH_SESSION",
            "SIGN_OUT"
        ]
    );
}

async fn behind_a_wire(mode: Mode, cdi: Cdi) -> (Fixture, Wire) {
    let fixture = Fixture::of(mode).cdi(cdi).start().await;
    let wire = Wire::to(fixture.api.app.port()).await;
    let domain = format!("http://localhost:{}", wire.port());
    let page = fixture.page();
    page.open(fixture.origin(), &domain, mode, "{}").await;
    page.log_in("alice").await;
    fixture.api.take_requests();
    (fixture, wire)
}

async fn connections_end(mode: Mode) {
    let (fixture, wire) = behind_a_wire(mode, Cdi::V5_6).await;
    let page = fixture.page();
    assert!(wire.cut() > 0);
    assert_served(page, "/like-comment").await;
    assert!(wire.cut() > 0);
    assert!(page.refresh().await);
    assert!(wire.cut() > 0);
    assert_served(page, "/like-comment").await;
    assert_eq!(
        fixture.api.take_requests(),
        [
            "POST /like-comment 200",
            "POST /auth/session/refresh 200",
            "POST /like-comment 200"
        ]
    );
}

/// The core has new tokens then, and the browser does not. Chromium sends the same request once more: an old refresh
/// token, as a thief might send it.
async fn lost_refresh(mode: Mode, cdi: Cdi) {
    let (fixture, wire) = behind_a_wire(mode, cdi).await;
    let page = fixture.page();
    wire.lose_response_to(&format!("POST {REFRESH}"));
    assert!(page.refresh().await);
    let twice = ["POST /auth/session/refresh 200"; 2];
    assert_eq!(fixture.api.take_requests(), twice);
    assert!(page.session_exists().await);
    assert_served(page, "/like-comment").await;
    assert!(page.refresh().await);
    assert_served(page, "/like-comment").await;
    let reply = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(
        page.turns().await,
        ["SESSION_CREATED", "REFRESH_SESSION", "REFRESH_SESSION"]
    );
}

async fn every_kind_of_response(mode: Mode) {
    let routes = routes![counted, nothing, empty, download];
    let fixture = Fixture::of(mode).routes(routes).start().await;
    let page = fixture.page();
    page.log_in("alice").await;
    page.take_events().await;
    let lines: String = (0..1000).map(|number| format!("line {number}\n")).collect();
    for (count, (method, path, status, body)) in [
        ("GET", "/count", 200, "counted"),
        ("HEAD", "/count", 200, ""),
        ("DELETE", "/count", 204, ""),
        ("GET", "/empty", 200, ""),
        ("GET", "/download", 200, &lines),
    ]
    .into_iter()
    .enumerate()
    {
        let reply = page.call(method, path).await;
        assert_eq!(expect(&reply, status), body, "{method} {path}");
        assert_eq!(page.payload().await["count"], count + 1, "{method} {path}");
    }
    assert_eq!(
        page.take_events().await,
        ["ACCESS_TOKEN_PAYLOAD_UPDATED"; 5]
    );
    // The token that came last is one that the API takes.
    let reply = page.call("GET", "/me").await;
    assert_eq!(expect(&reply, 200)["access_token_payload"]["count"], 5);
}

/// A page cannot read the headers of a redirect. So the front end learns of new tokens only if they are cookies, and of
/// their payload with the next ones. It is the same with any server.
async fn redirect(mode: Mode) {
    let fixture = Fixture::of(mode).routes(routes![moved]).start().await;
    let page = fixture.page();
    page.log_in("alice").await;
    fixture.api.take_requests();
    let reply = page.call("GET", "/moved").await;
    let arrived = match mode {
        Mode::Cookie => json!(1),
        Mode::Header => json!(null),
    };
    assert_eq!(
        expect(&reply, 200)["access_token_payload"]["count"],
        arrived
    );
    assert_eq!(
        fixture.api.take_requests(),
        ["GET /moved 302", "GET /me 200"]
    );
    assert_eq!(page.payload().await["count"], json!(null));
    assert!(page.refresh().await);
    assert_eq!(page.payload().await["count"], 1);
    let reply = page.call("GET", "/me").await;
    assert_eq!(expect(&reply, 200)["access_token_payload"]["count"], 1);
    let events = [&["SESSION_CREATED"], &REFRESHED[..]].concat();
    assert_eq!(page.events().await, events);
}

/// All responses may be stored by everybody, says a fairing; and the page takes what is stored, however old.
async fn caches(mode: Mode) {
    for after in [false, true] {
        let public = || {
            AdHoc::on_response("Public", |_, response: &mut Response<'_>| {
                Box::pin(async {
                    let forever = "public, max-age=31536000, immutable";
                    response.set_raw_header("Cache-Control", forever);
                    response.set_raw_header("CDN-Cache-Control", forever);
                    response.set_raw_header("Expires", "Fri, 31 Dec 2100 00:00:00 GMT");
                })
            })
        };
        let fixture = Fixture::of(mode)
            .rocket(move |rocket| match after {
                false => rocket.attach(public()),
                true => rocket.attach(AdHoc::on_ignite("Afterwards", move |rocket| async move {
                    rocket.attach(public())
                })),
            })
            .routes(routes![counted, stable, paid])
            .start()
            .await;
        let page = fixture.page();
        let cached = async |path: &str| {
            page.call_with("GET", path, "{ cache: 'force-cache' }")
                .await
        };
        // A refusal is not what the user sees who has logged in.
        expect(&cached("/stable").await, 401);
        expect(&cached("/count").await, 401);
        page.log_in("alice").await;
        expect(&cached("/paid").await, 403);
        let pay = json!({ "plan": { "v": "paid", "t": 0 } });
        let pay = format!("{{ body: {pay} }}");
        expect(
            &page.call_with("PATCH", "/access-token-payload", &pay).await,
            200,
        );
        expect(&cached("/paid").await, 200);
        fixture.api.take_requests();
        for _ in 0..2 {
            assert_eq!(expect(&cached("/stable").await, 200), "stable");
        }
        assert_eq!(
            fixture.api.take_requests(),
            ["GET /stable 200"],
            "it is stored"
        );

        // Tokens are not: they would come again, and be old.
        for count in 1..3 {
            assert_eq!(expect(&cached("/count").await, 200), "counted");
            assert_eq!(page.payload().await["count"], count);
        }
        assert_eq!(fixture.api.take_requests(), ["GET /count 200"; 2]);
        for _ in 0..2 {
            assert!(page.refresh().await);
        }
        assert_eq!(page.payload().await["count"], 2);
        assert_eq!(page.sign_out().await, json!(null));
        expect(&cached("/count").await, 401);
    }
}

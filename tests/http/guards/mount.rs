//! A mount whose routes are all protected by one policy.

use std::path::{Path, PathBuf};

use reqwest::Method;
use rocket::data::ToByteUnit as _;
use rocket::fs::FileServer;
use rocket::futures::{SinkExt as _, StreamExt as _};
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::route::{self, Handler};
use rocket::serde::json::json;
use rocket::{Build, Data, Request, Rocket, Route, catch, catchers, get, post, put, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimRules};
use rocket_supertokens::config::{AntiCsrf, ErrorResponses};
use rocket_supertokens::policy::{DefaultPolicy, Optional, Policy, Required};
use rocket_supertokens::{Builder, Error, Session, protect, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core};
use rocket_ws::{Channel, WebSocket};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::fixture::{self, create_session, log_in};
use crate::in_both_generations;

in_both_generations!(
    every_route_of_it_is_refused_to_anonymous_requests,
    every_route_of_it_is_served_to_a_session,
    mount_and_attribute_must_both_hold,
    of_mounts_within_each_other_all_must_hold,
    a_session_that_an_anonymous_request_has_not_is_a_refusal,
    what_an_optional_session_leads_to_is_the_handlers,
    forwarded_requests_are_checked_for_each_route,
    a_session_that_has_ended_is_not_passed_on,
    bodies_are_read_by_the_route_alone,
    catchers_know_why,
    a_socket_opens_for_a_session_alone,
);

static TERMS: BooleanClaim = BooleanClaim::new("terms");

/// For those who have accepted the terms.
enum Accepted {}

impl Policy for Accepted {
    type Presence = Required;

    fn claims() -> ClaimRules {
        ClaimRules::global().with(TERMS.is_true())
    }
}

enum NotRevoked {}

impl Policy for NotRevoked {
    type Presence = Required;
    const CHECK_DATABASE: bool = true;
}

enum NotForged {}

impl Policy for NotForged {
    type Presence = Required;
    const ANTI_CSRF_CHECK: Option<bool> = Some(true);
}

/// Lets everything through that can be let through.
enum Open {}

impl Policy for Open {
    type Presence = Optional;
    const ANTI_CSRF_CHECK: Option<bool> = Some(false);

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

#[get("/with-session")]
fn with_session(session: Session) -> String {
    session.user_id().to_owned()
}

#[get("/perhaps")]
fn perhaps(session: Option<Session>) -> String {
    session.map_or("nobody".to_owned(), |s| s.user_id().to_owned())
}

#[get("/number/<id>")]
fn number(id: u32) -> String {
    id.to_string()
}

#[post("/stream", data = "<data>")]
async fn stream(data: Data<'_>) -> String {
    let read = data.open(16.bytes()).into_bytes().await;
    let read = read.expect("a body");
    format!("{} {}", read.len(), read.is_complete())
}

/// A handler that no macro has made.
#[derive(Clone)]
struct ByHand;

#[rocket::async_trait]
impl Handler for ByHand {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        match request.guard::<Session>().await {
            Outcome::Success(session) => {
                route::Outcome::from(request, session.user_id().to_owned())
            }
            Outcome::Error((status, _)) => route::Outcome::error(status),
            Outcome::Forward(status) => route::Outcome::forward(data, status),
        }
    }
}

impl From<ByHand> for Vec<Route> {
    fn from(handler: ByHand) -> Self {
        vec![Route::new(rocket::http::Method::Get, "/by-hand", handler)]
    }
}

fn files() -> FileServer {
    let directory: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
    FileServer::from(directory)
}

async fn serve(core: &Core, configure: fn(Builder) -> Builder, mounts: Vec<Vec<Route>>) -> App {
    let settings = configure(core.settings()).older_cookie_domain("");
    let rocket = App::rocket().attach(settings.fairing());
    let rocket = rocket.mount("/", fixture::routes());
    let mount = |rocket: Rocket<Build>, routes| rocket.mount("/admin", routes);
    App::launch(mounts.into_iter().fold(rocket, mount)).await
}

async fn start(cdi: Cdi, mounts: Vec<Vec<Route>>) -> (Core, App) {
    let core = Core::share(cdi).await;
    let app = serve(&core, |settings| settings, mounts).await;
    (core, app)
}

async fn accepted(client: &mut Client) {
    let terms = json!({ "terms": { "v": true, "t": 1 } });
    create_session(client, &json!({ "user_id": "alice", "payload": terms })).await;
}

fn all_kinds() -> Vec<Vec<Route>> {
    vec![
        protect::<Accepted>(routes![plain, with_session, perhaps, number, stream]),
        protect::<Accepted>(ByHand),
        protect::<Accepted>(files()),
    ]
}

async fn every_route_of_it_is_refused_to_anonymous_requests(cdi: Cdi) {
    let (_core, app) = start(cdi, all_kinds()).await;
    let mut client = app.client();
    for path in [
        "plain",
        "with-session",
        "perhaps",
        "number/1",
        // The session is checked before the path.
        "number/one",
        "by-hand",
        "lib.rs",
        "no-such-file",
    ] {
        let reply = client.get(&format!("/admin/{path}")).await;
        reply.assert_refused("unauthorised", false);
        let head = client.bare(Method::HEAD, &format!("/admin/{path}"));
        assert_eq!(client.send(head).await.status, 401, "{path}");
    }
    let post = client.bare(Method::POST, "/admin/stream").body("body");
    let reply = client.send(post).await;
    reply.assert_refused("unauthorised", false);

    log_in(&mut client, "alice").await;
    for path in ["plain", "perhaps", "number/one", "by-hand", "lib.rs"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        assert_eq!(reply.status, 403, "{path} {reply:?}");
        let id = &reply.json()["claimValidationErrors"][0]["id"];
        assert_eq!(id, "terms");
    }
    let mut forged = client.clone();
    forged.access_token = client.access_token.map(|token| format!("{token}AAAA"));
    let reply = forged.get("/admin/plain").await;
    reply.assert_refused("try refresh token", false);
}

async fn every_route_of_it_is_served_to_a_session(cdi: Cdi) {
    let (_core, app) = start(cdi, all_kinds()).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        accepted(&mut client).await;
        for (path, expected) in [
            ("plain", "plain"),
            ("with-session", "alice"),
            ("perhaps", "alice"),
            ("number/1", "1"),
            ("by-hand", "alice"),
        ] {
            let reply = client.get(&format!("/admin/{path}")).await;
            assert_eq!((reply.status, reply.text.as_str()), (200, expected));
            let head = client.request(Method::HEAD, &format!("/admin/{path}"));
            let reply = client.send(head).await;
            let length = expected.len().to_string();
            assert_eq!(reply.header("content-length"), Some(length.as_str()));
            assert_eq!((reply.status, reply.text.as_str()), (200, ""));
        }
        assert!(client.get("/admin/lib.rs").await.text.starts_with("//!"));
        // The route forwards, here to the files.
        assert_eq!(client.get("/admin/number/one").await.status, 404);
        assert_eq!(client.get("/admin/no-such-file").await.status, 404);
    }
}

#[verify_session(policy = NotRevoked)]
#[get("/not-revoked")]
fn not_revoked(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session(required = false, global_claims = false)]
#[get("/weaker")]
fn weaker(session: Option<Session>) -> String {
    session.map_or("nobody".to_owned(), |s| s.user_id().to_owned())
}

#[verify_session(anti_csrf_check = true)]
#[get("/not-forged")]
fn not_forged() -> &'static str {
    "not forged"
}

#[verify_session(anti_csrf_check = false)]
#[get("/forged")]
fn forged() -> &'static str {
    "forged"
}

#[verify_session(claims(TERMS.is_true()))]
#[get("/accepted")]
fn with_terms() -> &'static str {
    "accepted"
}

async fn mount_and_attribute_must_both_hold(cdi: Cdi) {
    // The weaker one of the two is the attribute.
    let (core, app) = start(cdi, vec![protect::<Accepted>(routes![weaker, not_revoked])]).await;
    let mut client = app.client();
    let reply = client.get("/admin/weaker").await;
    reply.assert_refused("unauthorised", false);
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/admin/weaker").await.status, 403);
    assert_eq!(client.get("/admin/not-revoked").await.status, 403);
    accepted(&mut client).await;
    assert_eq!(client.get("/admin/weaker").await.text, "alice");
    core.take_calls();
    assert_eq!(client.get("/admin/not-revoked").await.text, "alice");
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);

    // The weaker one is the mount.
    let routes = routes![weaker, not_revoked, not_forged, with_terms];
    let token = |settings: Builder| settings.anti_csrf(AntiCsrf::ViaToken);
    let app = serve(&core, token, vec![protect::<Open>(routes)]).await;
    let mut client = app.client().with_cookies();
    assert_eq!(client.get("/admin/weaker").await.text, "nobody");
    for path in ["not-revoked", "not-forged", "accepted"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        reply.assert_refused("unauthorised", false);
    }
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/admin/weaker").await.text, "alice");
    assert_eq!(client.get("/admin/accepted").await.status, 403);
    let reply = client.get("/admin/not-forged").await;
    reply.assert_refused("try refresh token", false);
    core.take_calls();
    assert_eq!(client.get("/admin/not-revoked").await.text, "alice");
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);

    // Each leaves out what the other demands.
    let routes = vec![protect::<NotForged>(routes![forged, not_revoked])];
    let app = serve(&core, token, routes).await;
    let mut client = client.at(&app);
    for path in ["forged", "not-revoked"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        reply.assert_refused("try refresh token", false);
    }
}

async fn of_mounts_within_each_other_all_must_hold(cdi: Cdi) {
    let nested = protect::<Open>(protect::<NotRevoked>(protect::<Accepted>(routes![
        plain,
        with_session
    ])));
    let (core, app) = start(cdi, vec![nested]).await;
    let mut client = app.client();
    let reply = client.get("/admin/plain").await;
    reply.assert_refused("unauthorised", false);
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/admin/plain").await.status, 403);
    accepted(&mut client).await;
    core.take_calls();
    assert_eq!(client.get("/admin/with-session").await.text, "alice");
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
}

async fn a_session_that_an_anonymous_request_has_not_is_a_refusal(cdi: Cdi) {
    let mounts = || {
        vec![
            protect::<Open>(routes![with_session, perhaps, plain]),
            protect::<Open>(ByHand),
        ]
    };
    let (core, app) = start(cdi, mounts()).await;
    let mut client = app.client();
    for path in ["with-session", "by-hand"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        reply.assert_refused("unauthorised", false);
    }
    assert_eq!(client.get("/admin/perhaps").await.text, "nobody");
    assert_eq!(client.get("/admin/plain").await.text, "plain");
    log_in(&mut client, "alice").await;
    for path in ["with-session", "by-hand", "perhaps"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        assert_eq!(reply.text, "alice");
    }
    // A token that does not pass is refused, as by the attribute.
    client.access_token = client.access_token.map(|token| format!("{token}AAAA"));
    for path in ["with-session", "by-hand", "perhaps", "plain"] {
        let reply = client.get(&format!("/admin/{path}")).await;
        reply.assert_refused("try refresh token", false);
    }

    let other_status = |settings: Builder| settings.session_expired_status_code(419);
    let app = serve(&core, other_status, mounts()).await;
    let reply = app.client().get("/admin/with-session").await;
    assert_eq!(
        (reply.status, &*reply.text),
        (419, r#"{"message":"unauthorised"}"#)
    );
}

#[get("/own/<status>")]
fn own_status(status: u16, session: Option<Session>) -> Result<String, Status> {
    session
        .map(|s| s.user_id().to_owned())
        .ok_or(Status::new(status))
}

#[get("/own-page")]
fn own_page(session: Option<Session>) -> (Status, &'static str) {
    (
        Status::Unauthorized,
        if session.is_some() { "some" } else { "none" },
    )
}

async fn what_an_optional_session_leads_to_is_the_handlers(cdi: Cdi) {
    let routes = vec![protect::<Open>(routes![own_status, own_page])];
    let (_core, app) = start(cdi, routes).await;
    let mut client = app.client();
    let reply = client.get("/admin/own-page").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, "none"));
    let reply = client.get("/admin/own/404").await;
    assert_eq!(reply.status, 404);
    assert!(!reply.text.contains("message"), "{reply:?}");
    // It says that there is no session; so the front end is told in its own terms.
    let reply = client.get("/admin/own/401").await;
    reply.assert_refused("unauthorised", false);
}

/// Sends every request on.
struct Elsewhere;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Elsewhere {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Forward(Status::NotFound)
    }
}

#[get("/page/<_>", rank = 1)]
fn first(_elsewhere: Elsewhere) -> &'static str {
    "never"
}

#[get("/page/<_>", rank = 1)]
fn first_with_session(_session: Option<Session>, _elsewhere: Elsewhere) -> &'static str {
    "never"
}

#[get("/page/<_>", rank = 2)]
fn second(session: Session) -> String {
    session.user_id().to_owned()
}

#[get("/page/<_>", rank = 2)]
fn second_open() -> &'static str {
    "open"
}

async fn forwarded_requests_are_checked_for_each_route(cdi: Cdi) {
    let terms = |settings: Builder| settings.global_claim_validator(TERMS.is_true());
    let core = Core::share(cdi).await;
    // From a weaker mount to a bare session, to the default policy and to a stricter mount.
    for second in [
        routes![second],
        protect::<DefaultPolicy>(routes![second_open]),
        protect::<Accepted>(routes![second_open]),
    ] {
        let app = serve(&core, terms, vec![protect::<Open>(routes![first]), second]).await;
        let mut client = app.client();
        let reply = client.get("/admin/page/1").await;
        reply.assert_refused("unauthorised", false);
        log_in(&mut client, "alice").await;
        assert_eq!(client.get("/admin/page/1").await.status, 403);
        accepted(&mut client).await;
        assert_eq!(client.get("/admin/page/1").await.status, 200);
    }
    // What a bare session on an open route found does not count on the protected one.
    let mounts = vec![
        routes![first_with_session],
        protect::<Accepted>(routes![second]),
    ];
    let app = serve(&core, |settings| settings, mounts).await;
    let mut client = app.client();
    let reply = client.get("/admin/page/1").await;
    reply.assert_refused("unauthorised", false);
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/admin/page/1").await.status, 403);

    // An anonymous request does not come to an open route past a protected one; a session comes to it.
    let mounts = vec![
        protect::<DefaultPolicy>(routes![first]),
        routes![second_open],
    ];
    let app = serve(&core, |settings| settings, mounts).await;
    let mut client = app.client();
    let reply = client.get("/admin/page/1").await;
    reply.assert_refused("unauthorised", false);
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/admin/page/1").await.text, "open");
    // What an earlier route has missed is not what this one has.
    let mounts = vec![
        protect::<Open>(routes![first_with_session]),
        protect::<Open>(routes![refuses_by_itself]),
    ];
    let app = serve(&core, |settings| settings, mounts).await;
    let reply = app.client().get("/admin/page/1").await;
    assert_eq!(reply.status, 401);
    assert!(!reply.text.contains("message"), "{reply:?}");
}

#[get("/page/<_>", rank = 2)]
fn refuses_by_itself() -> Status {
    Status::Unauthorized
}

/// Ends the session and sends the request on.
struct Ends;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Ends {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match request.guard::<Session>().await {
            Outcome::Success(session) => match session.revoke().await {
                Ok(()) => Outcome::Forward(Status::NotFound),
                Err(error) => Outcome::Error((Status::InternalServerError, error)),
            },
            refused => refused.map(|_| Self),
        }
    }
}

#[get("/ended/<_>", rank = 1)]
fn ends(_ends: Ends) {}

#[put("/ended/<_>")]
fn other_method() {}

#[get("/ended/<_>", rank = 2)]
fn after_the_end() -> &'static str {
    "served"
}

#[verify_session]
#[get("/ended/<_>", rank = 2)]
fn after_the_end_by_attribute() -> &'static str {
    "served"
}

#[get("/ended/<_>", rank = 2)]
fn after_the_end_by_parameter(session: Session) -> String {
    session.user_id().to_owned()
}

async fn a_session_that_has_ended_is_not_passed_on(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for second in [
        protect::<DefaultPolicy>(routes![after_the_end, other_method]),
        routes![after_the_end_by_attribute],
        routes![after_the_end_by_parameter],
    ] {
        let mounts = vec![protect::<DefaultPolicy>(routes![ends]), second];
        let app = serve(&core, |settings| settings, mounts).await;
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        let reply = client.get("/admin/ended/1").await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (401, r#"{"message":"unauthorised"}"#)
        );
        assert_eq!(client.access_token, None);
    }
}

async fn bodies_are_read_by_the_route_alone(cdi: Cdi) {
    let (_core, app) = start(cdi, vec![protect::<DefaultPolicy>(routes![stream])]).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    for (length, expected) in [(0, "0 true"), (16, "16 true"), (1 << 20, "16 false")] {
        let request = client.request(Method::POST, "/admin/stream");
        let reply = client.send(request.body(vec![b'a'; length])).await;
        assert_eq!(reply.text, expected);
    }
}

#[catch(default)]
fn explain(status: Status, request: &Request<'_>) -> String {
    let code = Error::of(request).map_or("not ours", Error::code);
    format!("{} {code}", status.code)
}

async fn catchers_know_why(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core.settings().error_responses(ErrorResponses::Catchers);
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/admin", protect::<DefaultPolicy>(routes![plain]))
        .mount("/open", protect::<Open>(routes![with_session, own_status]))
        .register("/admin", catchers![explain])
        .register("/open", catchers![explain]);
    let app = App::launch(rocket).await;
    let mut client = app.client();
    for (path, expected) in [
        ("/admin/plain", "401 no_token"),
        ("/open/with-session", "401 no_token"),
        ("/open/own/404", "404 not ours"),
    ] {
        let reply = client.get(path).await;
        assert_eq!(reply.text, expected);
        reply.assert_no_tokens();
    }
}

#[get("/echo")]
fn echo(socket: WebSocket, session: Session) -> Channel<'static> {
    socket.channel(move |mut stream| {
        Box::pin(async move {
            if let Some(message) = stream.next().await {
                let text = format!("{} says {}", session.user_id(), message?.into_text()?);
                stream.send(text.into()).await?;
            }
            Ok(())
        })
    })
}

async fn a_socket_opens_for_a_session_alone(cdi: Cdi) {
    let (_core, app) = start(cdi, vec![protect::<DefaultPolicy>(routes![echo])]).await;
    let mut client = app.client().with_cookies();
    let handshake = |client: &Client| {
        client
            .request(Method::GET, "/admin/echo")
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    let reply = client.send(handshake(&client)).await;
    reply.assert_refused("unauthorised", false);

    log_in(&mut client, "alice").await;
    let response = handshake(&client).send().await.expect("a response");
    assert_eq!(response.status(), 101);
    let mut socket = response.upgrade().await.expect("a socket");
    // A text of two bytes, under a mask that changes nothing.
    let hi = [0x81, 0x82, 0, 0, 0, 0, b'h', b'i'];
    socket.write_all(&hi).await.expect("it is open");
    let mut frame = [0; 15];
    socket.read_exact(&mut frame).await.expect("a frame");
    assert_eq!(&frame, b"\x81\x0dalice says hi");
}

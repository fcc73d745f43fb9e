//! What a route's guard leaves for the next one of the same request.

use reqwest::Method;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, get, post, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimRules};
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::policy::Verify;
use rocket_supertokens::policy::{Optional, Policy, Required};
use rocket_supertokens::{Builder, Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};

use crate::fixture::{self, create_session, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_bare_session_is_checked_for_what_a_weaker_route_left_out,
    a_weaker_guard_beside_it_admits_nobody,
    an_anonymous_request_that_is_forwarded_is_refused_in_the_front_ends_terms,
    guards_of_ones_own_see_what_the_attribute_of_their_route_found,
    the_same_session_is_verified_once,
);

static TERMS: BooleanClaim = BooleanClaim::new("terms");

#[verify_session(anti_csrf_check = false, global_claims = false)]
#[post("/fwd/<id>")]
fn by_id(id: u64) -> String {
    id.to_string()
}

#[post("/fwd/<name>", rank = 2)]
fn by_name(name: &str, session: Session) -> String {
    format!("{name} {}", session.user_id())
}

#[verify_session(required = false)]
#[get("/page/<id>")]
fn page_by_id(id: u64) -> String {
    id.to_string()
}

#[get("/page/<name>", rank = 2)]
fn page_by_name(name: &str, session: Session) -> String {
    format!("{name} {}", session.user_id())
}

enum Weak {}

impl Policy for Weak {
    type Presence = Required;
    const ANTI_CSRF_CHECK: Option<bool> = Some(false);

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

enum Open {}

impl Policy for Open {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

#[post("/beside")]
fn beside(weak: Verify<Weak>, session: Session) -> String {
    assert_eq!(weak.session().handle(), session.handle());
    session.user_id().to_owned()
}

#[get("/open-beside")]
fn open_beside(open: Verify<Open>, session: Session) -> String {
    assert!(open.session().is_some());
    session.user_id().to_owned()
}

/// A guard of the application's own.
struct Name(String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Name {
    type Error = rocket_supertokens::Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let session = request.guard::<Session>().await;
        session.map(|session| Self(session.user_id().to_owned()))
    }
}

#[verify_session(anti_csrf_check = false, global_claims = false)]
#[post("/weak")]
fn weak(name: Name, session: Session) -> String {
    assert_eq!(name.0, session.user_id());
    name.0
}

#[get("/twice")]
fn twice(name: Name, first: Session, second: Session) -> String {
    assert_eq!(first.handle(), second.handle());
    name.0
}

async fn start(cdi: Cdi, configure: impl FnOnce(Builder) -> Builder) -> (Core, App) {
    let routes = routes![
        by_id,
        by_name,
        page_by_id,
        page_by_name,
        beside,
        open_beside,
        weak,
        twice
    ];
    fixture::start_with(cdi, configure, routes).await
}

async fn send(client: &mut Client, path: &str, anti_csrf: Option<&str>) -> Reply {
    let request = client.request(Method::POST, path);
    let request = match anti_csrf {
        Some(token) => request.header("anti-csrf", token),
        None => request,
    };
    client.send(request).await
}

async fn a_bare_session_is_checked_for_what_a_weaker_route_left_out(cdi: Cdi) {
    let (_core, app) = start(cdi, |settings| settings.anti_csrf(AntiCsrf::ViaToken)).await;
    let mut client = app.client().with_cookies();
    let token = log_in(&mut client, "alice").await;
    let token = token.header("anti-csrf").map(str::to_owned);
    assert_eq!(send(&mut client, "/fwd/1", None).await.text, "1");
    send(&mut client, "/fwd/abc", None)
        .await
        .assert_refused("try refresh token", false);
    let reply = send(&mut client, "/fwd/abc", token.as_deref()).await;
    assert_eq!(reply.text, "abc alice");

    let terms = |settings: Builder| settings.global_claim_validator(TERMS.is_true());
    let (_core, app) = start(cdi, terms).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(send(&mut client, "/fwd/1", None).await.text, "1");
    let reply = send(&mut client, "/fwd/abc", None).await;
    assert_eq!(reply.status, 403, "{reply:?}");
    assert_eq!(reply.json()["claimValidationErrors"][0]["id"], "terms");
}

async fn a_weaker_guard_beside_it_admits_nobody(cdi: Cdi) {
    let (_core, app) = start(cdi, |settings| settings.anti_csrf(AntiCsrf::ViaToken)).await;
    let mut client = app.client().with_cookies();
    let token = log_in(&mut client, "alice").await;
    let token = token.header("anti-csrf").map(str::to_owned);
    send(&mut client, "/beside", None)
        .await
        .assert_refused("try refresh token", false);
    let reply = send(&mut client, "/beside", token.as_deref()).await;
    assert_eq!(reply.text, "alice");

    let terms = |settings: Builder| settings.global_claim_validator(TERMS.is_true());
    let (_core, app) = start(cdi, terms).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/open-beside").await.status, 403);
}

async fn an_anonymous_request_that_is_forwarded_is_refused_in_the_front_ends_terms(cdi: Cdi) {
    let (_core, app) = start(cdi, |settings| settings).await;
    let mut client = app.client();
    assert_eq!(client.get("/page/1").await.text, "1");
    let reply = client.get("/page/abc").await;
    reply.assert_refused("unauthorised", false);
}

async fn guards_of_ones_own_see_what_the_attribute_of_their_route_found(cdi: Cdi) {
    let strict = |settings: Builder| {
        settings
            .anti_csrf(AntiCsrf::ViaToken)
            .global_claim_validator(TERMS.is_true())
    };
    let (_core, app) = start(cdi, strict).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    assert_eq!(send(&mut client, "/weak", None).await.text, "alice");
}

async fn the_same_session_is_verified_once(cdi: Cdi) {
    let (core, app) = start(cdi, |settings| settings).await;
    let mut client = app.client();
    let wish = serde_json::json!({ "user_id": "alice" });
    create_session(&mut client, &wish).await;
    client.refresh().await;
    core.take_calls();
    assert_eq!(client.get("/twice").await.text, "alice");
    let calls = if core.rotates_at_refresh() { 0 } else { 1 };
    let verify = |path: &&String| path.as_str() == "/recipe/session/verify";
    assert_eq!(core.take_calls().iter().filter(verify).count(), calls);
}

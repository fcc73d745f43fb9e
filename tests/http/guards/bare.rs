//! A `Session` parameter on a route without the attribute, and a look at the refusal before there is one.

use reqwest::Method;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, get, post, routes};
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::{Error, Session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_refusal_that_is_no_error_status_is_written_too,
    duplicate_cookies_are_cleared_on_a_route_of_ones_own,
    looking_for_a_refusal_changes_nothing,
    a_check_that_needs_the_request_is_refused_without_one,
);

#[get("/bare")]
fn bare(session: Session) -> String {
    session.user_id().to_owned()
}

async fn a_refusal_that_is_no_error_status_is_written_too(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core
        .settings()
        .on_refusal(|_, response| response.status = 302);
    let app = App::serve(settings, routes![bare]).await;
    let reply = app.client().get("/bare").await;
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (302, r#"{"message":"unauthorised"}"#)
    );
}

#[post("/auth/session/refresh")]
fn own_refresh(session: Session) -> String {
    session.user_id().to_owned()
}

async fn duplicate_cookies_are_cleared_on_a_route_of_ones_own(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core.settings().refresh_route(false).older_cookie_domain("");
    let app = App::serve(settings, routes![own_refresh]).await;
    let mut client = app.client();
    let request = client
        .plain(Method::POST, "/auth/session/refresh")
        .header("cookie", "sRefreshToken=a; sRefreshToken=b");
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.set_cookies().len(), 1);
}

/// Asks for the refusal before any session guard has run.
struct Early;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Early {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        assert!(Error::of(request).is_none());
        Outcome::Success(Self)
    }
}

#[get("/early")]
fn early(guard: Early, session: Session) -> String {
    let Early = guard;
    session.user_id().to_owned()
}

async fn looking_for_a_refusal_changes_nothing(cdi: Cdi) {
    let (_core, app) = fixture::start_with(cdi, |settings| settings, routes![early]).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/early").await.text, "alice");
}

async fn a_check_that_needs_the_request_is_refused_without_one(cdi: Cdi) {
    let custom_header =
        |settings: rocket_supertokens::Builder| settings.anti_csrf(AntiCsrf::ViaCustomHeader);
    let (_core, app) = fixture::start(cdi, custom_header).await;
    let st = app.super_tokens();
    let session = st
        .create_session(NewSession::new("alice"))
        .await
        .expect("a session");
    let refresh_token = session
        .all_tokens_dangerously()
        .refresh_token
        .expect("a token");
    let refused = st.refresh(refresh_token.as_str()).await;
    assert!(
        matches!(refused, Err(Error::CustomHeaderUncheckable)),
        "{refused:?}"
    );
    let refreshed = st.refresh(refresh_token).without_anti_csrf().await;
    assert!(refreshed.is_ok(), "{refreshed:?}");
}

//! What is done in the background, where no response tells of it.

use std::time::Duration;

use rocket::http::Header;
use rocket::{get, routes};
use rocket_supertokens::session::AccessToken;
use rocket_supertokens::verify_session;
use rocket_supertokens_tests::{Behaviour, Cdi, Core};

use super::{Listening, status};
use crate::{log_in, with_session};

const JWKS: &str = "/.well-known/jwks.json";
const VERSIONS: &str = "/apiversion";
const REMOVE: &str = "/recipe/session/remove";
const REFUSED: &str = "with status code: 500 and message: refused on demand";

#[verify_session]
#[get("/protected")]
fn protected() {}

/// The lines, once there are this many.
async fn wait_for(app: &mut Listening, count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for _ in 0..3_000 {
        lines.extend(app.lines());
        if lines.len() >= count {
            return lines;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{count} lines: {lines:?}");
}

/// Moves the time of this test on.
async fn advance(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}

#[tokio::test]
async fn keys_that_cannot_be_renewed() {
    let core = Core::share(Cdi::V5_6).await;
    let settings = core
        .settings()
        .jwks_refresh_interval(Duration::from_secs(3600));
    let mut app = Listening::to(settings, routes![protected]).await;
    let token = log_in(&app.client).await;
    let protected = async |app: &Listening| {
        let request = app.client.get("/protected");
        status(with_session(request, &token)).await
    };
    assert_eq!(protected(&app).await, 200);
    core.behave_at(JWKS, Behaviour::Refuses(500));
    advance(Duration::from_secs(3601)).await;
    assert_eq!(protected(&app).await, 200);
    assert_eq!(
        wait_for(&mut app, 1).await,
        [format!(
            "WARN the core's public keys could not be fetched, those at hand stay in use error=SuperTokens core threw an \
             error for a GET request to path: '{JWKS}' {REFUSED}"
        )]
    );
    app.assert_nothing_of(&[&token]);
}

#[tokio::test]
async fn versions_that_cannot_be_asked_for() {
    let core = Core::share(Cdi::V5_6).await;
    let mut app = Listening::to(core.settings(), Vec::new()).await;
    let token = log_in(&app.client).await;
    core.behave_at(VERSIONS, Behaviour::Refuses(500));
    advance(Duration::from_secs(301)).await;
    log_in(&app.client).await;
    let version = core.negotiated();
    assert_eq!(
        wait_for(&mut app, 1).await,
        [format!(
            "WARN the core was not asked for its versions, {version} stays in use error=SuperTokens core threw an error \
             for a GET request to path: '{VERSIONS}' {REFUSED}"
        )]
    );
    app.assert_nothing_of(&[&token]);
}

/// Up to CDI 5.5 it is we who end it.
#[tokio::test]
async fn a_stolen_session_that_is_ended_later() {
    let core = Core::share(Cdi::V5_3).await;
    let mut app = Listening::to(core.settings(), routes![protected]).await;
    let response = app.client.post("/login/alice").dispatch().await;
    let header = |name| {
        let value = response.headers().get_one(name);
        value.expect("a token").to_owned()
    };
    let (token, access_token) = (header("st-refresh-token"), header("st-access-token"));
    drop(response);
    let handle = AccessToken::parse(&access_token).expect("a token");
    let handle = handle.session_handle().to_owned();
    let bearer = |token: &str| Header::new("authorization", format!("Bearer {token}"));
    let refresh = |token: &str| {
        let request = app.client.post("/auth/session/refresh");
        request.header(bearer(token))
    };
    let mut newest = token.clone();
    for _ in 0..2 {
        let response = refresh(&newest).dispatch().await;
        let access_token = response.headers().get_one("st-access-token");
        let access_token = access_token.expect("a token").to_owned();
        let refresh_token = response.headers().get_one("st-refresh-token");
        newest = refresh_token.expect("a token").to_owned();
        drop(response);
        // Its use makes it the valid one.
        let request = app.client.get("/protected").header(bearer(&access_token));
        assert_eq!(status(request).await, 200);
    }
    core.behave_at(REMOVE, Behaviour::Refuses(500));
    assert_eq!(status(refresh(&token)).await, 401);
    let lines = wait_for(&mut app, 3).await;
    assert_eq!(
        lines[2],
        format!(
            "ERROR a stolen session could not be revoked yet session_handle=\"{handle}\" error=SuperTokens core threw an \
             error for a POST request to path: '{REMOVE}' {REFUSED}"
        )
    );
    core.behave_at(REMOVE, Behaviour::Works);
    advance(Duration::from_secs(1)).await;
    assert_eq!(
        wait_for(&mut app, 1).await,
        [format!(
            "INFO the stolen session is revoked session_handle=\"{handle}\""
        )]
    );
    app.assert_nothing_of(&[&token, &newest, &access_token]);
}

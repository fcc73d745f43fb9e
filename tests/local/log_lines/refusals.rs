//! Requests that are refused: one line each, at `INFO`, and a theft at `WARN` with one more.

use rocket::http::Header;
use rocket::local::asynchronous::LocalResponse;
use rocket::{get, routes};
use rocket_supertokens::claims::BooleanClaim;
use rocket_supertokens::session::AccessToken;
use rocket_supertokens::verify_session;
use rocket_supertokens_tests::{Cdi, Core};

use super::{Listening, status};
use crate::{log_in, with_session};

static BETA: BooleanClaim = BooleanClaim::new("beta");

#[verify_session]
#[get("/protected")]
fn protected() {}

#[verify_session(claims(BETA.is_true()))]
#[get("/beta")]
fn beta() {}

async fn listening() -> (Core, Listening, String) {
    let core = Core::share(Cdi::V5_6).await;
    let app = Listening::to(core.settings(), routes![protected, beta]).await;
    let token = log_in(&app.client).await;
    (core, app, token)
}

#[tokio::test]
async fn each_with_its_reason() {
    let (_core, mut app, token) = listening().await;
    let (head, signature) = token.rsplit_once('.').expect("a JWT");
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    let header_only = format!(
        "{}.secret-payload.secret-signature",
        head.split('.').next().expect("a header")
    );
    for (path, token, status_code, code, reason) in [
        (
            "/protected",
            "",
            401,
            "no_token",
            "unauthorised: the request carries no access token",
        ),
        (
            "/protected",
            "a-secret-that-is-no-token",
            401,
            "unusable_token",
            "unauthorised: the access token cannot be used: it is not a JWT",
        ),
        (
            "/protected",
            &header_only,
            401,
            "unusable_token",
            "unauthorised: the access token cannot be used: its payload is not a JSON object",
        ),
        (
            "/protected",
            &forged,
            401,
            "signature",
            "try refresh token: the access token's signature is wrong",
        ),
        (
            "/beta",
            &token,
            403,
            "invalid_claims",
            "invalid claim: beta",
        ),
    ] {
        let request = app.client.get(path);
        let request = if token.is_empty() {
            request
        } else {
            with_session(request, token)
        };
        let found = status(request).await;
        let line =
            format!("INFO request refused method=GET path={path} code=\"{code}\" reason={reason}");
        assert_eq!((found, app.lines()), (status_code, vec![line]));
    }
    app.assert_nothing_of(&["a-secret-that-is-no-token", &header_only, &forged, &token]);
}

#[tokio::test]
async fn a_refresh_without_a_session() {
    let (_core, mut app, _) = listening().await;
    const REFRESH: &str = "/auth/session/refresh";
    let request = app.client.post(REFRESH);
    assert_eq!(status(request).await, 401);
    assert_eq!(
        app.lines(),
        [
            "INFO request refused method=POST path=/auth/session/refresh code=\"no_refresh_token\" \
             reason=unauthorised: the request carries no \
          refresh token"
        ]
    );
    let secret = "a-secret-that-is-no-refresh-token-0123456789";
    let bearer = Header::new("authorization", format!("Bearer {secret}"));
    let request = app.client.post(REFRESH).header(bearer);
    assert_eq!(status(request).await, 401);
    let lines = app.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let begins = "INFO request refused method=POST path=/auth/session/refresh code=\"core_unauthorised\" \
                  reason=unauthorised: the core says: ";
    assert!(lines[0].starts_with(begins), "{lines:?}");
    app.assert_nothing_of(&[secret]);
}

/// Whoever may choose his user id must not write lines of his own.
#[tokio::test]
async fn a_theft() {
    let (_core, mut app, _) = listening().await;
    const REFRESH: &str = "/auth/session/refresh";
    let response = app.client.post("/login/ali%0Ace").dispatch().await;
    let header = |response: &LocalResponse<'_>, name: &str| {
        let value = response.headers().get_one(name);
        value.expect(name).to_owned()
    };
    let stolen = header(&response, "st-refresh-token");
    let access_token = header(&response, "st-access-token");
    let handle = AccessToken::parse(&access_token).expect("a token");
    let handle = handle.session_handle().to_owned();
    drop(response);
    let mut token = stolen.clone();
    for _ in 0..2 {
        let bearer = Header::new("authorization", format!("Bearer {token}"));
        let response = app.client.post(REFRESH).header(bearer).dispatch().await;
        token = header(&response, "st-refresh-token");
    }
    assert_eq!(app.lines(), [""; 0]);
    let bearer = Header::new("authorization", format!("Bearer {stolen}"));
    assert_eq!(status(app.client.post(REFRESH).header(bearer)).await, 401);
    assert_eq!(
        app.lines(),
        [
            format!(
                "WARN token theft detected, the session ends session_handle=\"{handle}\" user_id=\"ali\\nce\" reuse=\"STALE_LINEAGE\""
            ),
            format!(
                "WARN request refused method=POST path={REFRESH} code=\"theft\" reason=token theft detected in session {handle} of user \
                 ali\\nce"
            ),
        ]
    );
    app.assert_nothing_of(&[&stolen, &token]);
}

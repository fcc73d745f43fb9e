//! Responses of the core that cannot be used.

use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{Behaviour, Cdi, Core};

use super::{API_KEY, Listening, status};
use crate::with_session;

const PATH: &str = "/public/recipe/session";
const UNEXPECTED: &str = "core_unexpected_response";
const UNCLEAR: &str =
    "the SuperTokens core's response to '/public/recipe/session' could not be understood:";

#[verify_session]
#[get("/protected")]
fn protected(session: Session) -> String {
    session.user_id().to_owned()
}

/// The line of a log-in that failed so.
fn login(code: &str, reason: &str) -> String {
    format!("ERROR request failed method=POST path=/login/alice code=\"{code}\" reason={reason}")
}

/// Fails unless creating a session ends with `expected` where the core behaves so.
async fn check(behaviour: Behaviour, expected: (u16, &str, &str), secrets: &[&str]) {
    let core = Core::share(Cdi::V5_6).await;
    core.behave_at(PATH, behaviour);
    let mut app = Listening::to(core.settings().api_key(API_KEY), Vec::new()).await;
    let (status, lines) = app.log_in().await;
    let (expected, code, reason) = expected;
    assert_eq!(lines, [login(code, reason)], "{behaviour:?}");
    assert_eq!(status, expected);
    app.assert_nothing_of(secrets);
    app.assert_nothing_of(&[API_KEY]);
}

#[tokio::test]
async fn a_status_other_than_200() {
    let text = "SuperTokens core threw an error for a POST request to path: '/public/recipe/session' with status \
                code: 500 and message: refused on demand";
    check(Behaviour::Refuses(500), (500, "core_status", text), &[]).await;
    let text = "the SuperTokens core kept responding with 429 (too many requests) to '/public/recipe/session'";
    check(
        Behaviour::Refuses(429),
        (503, "core_rate_limited", text),
        &[],
    )
    .await;
}

#[tokio::test]
async fn a_page_instead_of_json() {
    let page = Behaviour::Says("<html>Welcome</html>");
    let text = format!("{UNCLEAR} it is not JSON (line 1, column 1)");
    check(page, (500, UNEXPECTED, &text), &["Welcome"]).await;
}

#[tokio::test]
async fn json_that_ends_too_early() {
    let cut = Behaviour::Says(r#"{"status":"OK","accessToken":{"token":"eyJ.cut-off.here"#);
    let text = format!("{UNCLEAR} it ends too early (line 1, column 55)");
    check(cut, (500, UNEXPECTED, &text), &["eyJ.cut-off.here"]).await;
}

#[tokio::test]
async fn a_field_that_is_missing() {
    let partial = Behaviour::Says(
        r#"{"status":"OK","accessToken":{"token":"eyJhbGci.eyJzdWIi.c2lnbmF0","expiry":1}}"#,
    );
    let text = format!("{UNCLEAR} its field `refreshToken` is missing");
    check(
        partial,
        (500, UNEXPECTED, &text),
        &["eyJhbGci.eyJzdWIi.c2lnbmF0"],
    )
    .await;
}

#[tokio::test]
async fn a_value_of_another_type_and_a_status_that_nobody_knows() {
    let token = Behaviour::Says(
        r#"{"status":"OK","accessToken":"eyJhbGci.eyJzdWIi.c2lnbmF0","refreshToken":"other-token"}"#,
    );
    let text = format!("{UNCLEAR} a value in it does not fit");
    check(
        token,
        (500, UNEXPECTED, &text),
        &["eyJhbGci.eyJzdWIi.c2lnbmF0", "other-token"],
    )
    .await;
    let unknown = Behaviour::Says(r#"{"status":"eyJhbGci.eyJzdWIi.c2lnbmF0"}"#);
    let text = format!("{UNCLEAR} a value in it does not fit (line 1, column 38)");
    check(
        unknown,
        (500, UNEXPECTED, &text),
        &["eyJhbGci.eyJzdWIi.c2lnbmF0"],
    )
    .await;
}

#[tokio::test]
async fn a_token_that_is_not_one() {
    let token = Behaviour::Says(
        r#"{"status":"OK","accessToken":{"token":"not-a-jwt","expiry":1},"refreshToken":{"token":"r-token","expiry":1}}"#,
    );
    let text = "the SuperTokens core sent an access token that cannot be used: it is not a JWT";
    check(
        token,
        (500, "core_access_token", text),
        &["not-a-jwt", "r-token"],
    )
    .await;
}

#[tokio::test]
async fn a_core_that_is_too_old() {
    let core = Core::share(Cdi::V5_6).await;
    core.behave_at(
        "/apiversion",
        Behaviour::Says(r#"{"versions":["2.21","4.0"]}"#),
    );
    let mut app = Listening::to(core.settings(), Vec::new()).await;
    let (status, lines) = app.log_in().await;
    let text = "the SuperTokens core speaks CDI 2.21, 4.0, this crate 5.0, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6: use a core \
                from 9.0 on, and check `max_cdi_version`";
    assert_eq!(
        (status, lines),
        (500, vec![login("core_incompatible", text)])
    );
}

/// Whoever waits for the keys has the line, and nobody else.
#[tokio::test]
async fn keys_that_cannot_be_used() {
    let core = Core::share(Cdi::V5_6).await;
    let before = Listening::to(core.settings(), Vec::new()).await;
    let token = crate::log_in(&before.client).await;
    let jwks =
        "the SuperTokens core's response to '/.well-known/jwks.json' could not be understood:";
    for (says, expected, code, text) in [
        (
            r#"{"keys":[]}"#,
            503,
            "core_no_usable_key",
            "the SuperTokens core publishes no RS256 key: check that `connection_uri` is the core's".to_owned(),
        ),
        ("<html>", 500, UNEXPECTED, format!("{jwks} it is not JSON (line 1, column 1)")),
        ("{}", 500, UNEXPECTED, format!("{jwks} its field `keys` is missing (line 1, column 2)")),
    ] {
        core.behave(Behaviour::Says(says));
        let mut app = Listening::to(core.settings(), routes![protected]).await;
        let request = with_session(app.client.get("/protected"), &token);
        let found = status(request).await;
        let line = format!("ERROR request failed method=GET path=/protected code=\"{code}\" reason={text}");
        assert_eq!((found, app.lines()), (expected, vec![line]));
        app.assert_nothing_of(&[&token]);
    }
}

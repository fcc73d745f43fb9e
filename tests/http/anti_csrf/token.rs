//! Protection against forged requests by a token of the core's.

use reqwest::Method;
use rocket::post;
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};

use super::{routes, send_with};
use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_cookie_session_gets_a_token,
    writing_needs_the_token_and_reading_does_not,
    an_attribute_decides_for_its_route,
    a_database_check_asks_for_it_too,
    a_refresh_brings_another_one,
    a_refresh_with_a_wrong_one_ends_the_session,
    it_goes_out_again_with_a_new_access_token,
    clearing_takes_the_header_back,
    a_session_from_before_the_protection_calls_for_a_refresh,
);

#[verify_session(check_database)]
#[post("/checked-post")]
fn checked_post(session: Session) {
    drop(session);
}

/// An application, a client with a session in cookies, and its anti-csrf token.
async fn start(cdi: Cdi) -> (Core, App, Client, String) {
    let routes = [routes(), rocket::routes![checked_post]].concat();
    let protect = |settings: rocket_supertokens::Builder| settings.anti_csrf(AntiCsrf::ViaToken);
    let (core, app) = fixture::start_with(cdi, protect, routes).await;
    let mut client = app.client().with_cookies();
    let reply = log_in(&mut client, "alice").await;
    let token = reply.header("anti-csrf").expect("a token").to_owned();
    (core, app, client, token)
}

async fn send(client: &mut Client, method: Method, path: &str, token: Option<&str>) -> Reply {
    send_with(client, method, path, "anti-csrf", token).await
}

async fn refresh(client: &mut Client, token: Option<&str>) -> Reply {
    let refresh = client.refresh_token.clone().expect("a token");
    let request = client
        .bare(Method::POST, "/auth/session/refresh")
        .header("cookie", format!("sRefreshToken={refresh}"));
    let request = match token {
        Some(token) => request.header("anti-csrf", token),
        None => request,
    };
    client.send(request).await
}

async fn a_cookie_session_gets_a_token(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings.anti_csrf(AntiCsrf::ViaToken)).await;
    let mut client = app.client().with_cookies();
    let reply = log_in(&mut client, "alice").await;
    let calls = core.take_whole_calls();
    let create = calls.last().expect("a call");
    assert_eq!(create.body["enableAntiCsrf"], true);
    let token = reply.header("anti-csrf").expect("a token");
    assert_eq!(reply.json()["anti_csrf"], token);
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token, anti-csrf")
    );
    let front_token = reply.front_token().expect("a front token");
    assert_eq!(front_token["up"]["antiCsrfToken"], token);

    log_in(&mut app.client(), "alice").await;
    let calls = core.take_whole_calls();
    assert_eq!(calls[0].body["enableAntiCsrf"], false, "not in headers");
}

async fn writing_needs_the_token_and_reading_does_not(cdi: Cdi) {
    let (core, _app, mut client, token) = start(cdi).await;
    assert_eq!(
        send(&mut client, Method::GET, "/session", None)
            .await
            .status,
        200
    );
    assert_eq!(
        send(&mut client, Method::HEAD, "/session", None)
            .await
            .status,
        200
    );
    assert_eq!(
        send(&mut client, Method::HEAD, "/head", None).await.status,
        401
    );
    let reply = send(&mut client, Method::HEAD, "/head", Some(&token)).await;
    assert_eq!(reply.status, 200);
    core.take_calls();
    let upper = token.to_uppercase();
    for wrong in [None, Some(""), Some("x"), Some(&token[1..]), Some(&upper)] {
        for path in ["/session", "/auth/signout"] {
            let reply = send(&mut client, Method::POST, path, wrong).await;
            reply.assert_refused("try refresh token", false);
        }
    }
    let reply = send(&mut client, Method::POST, "/session", Some(&token)).await;
    assert_eq!(reply.status, 200);
    reply.assert_no_tokens();
    assert_eq!(core.take_calls(), [""; 0]);
    let reply = send(&mut client, Method::POST, "/auth/signout", Some(&token)).await;
    assert_eq!(reply.text, r#"{"status":"OK"}"#);
}

async fn an_attribute_decides_for_its_route(cdi: Cdi) {
    let (_core, _app, mut client, token) = start(cdi).await;
    let reply = send(&mut client, Method::GET, "/checked-get", None).await;
    reply.assert_refused("try refresh token", false);
    let reply = send(&mut client, Method::GET, "/checked-get", Some(&token)).await;
    assert_eq!(reply.status, 200);
    let reply = send(&mut client, Method::POST, "/unchecked-post", None).await;
    assert_eq!(reply.status, 200);
}

async fn a_database_check_asks_for_it_too(cdi: Cdi) {
    let (core, _app, mut client, token) = start(cdi).await;
    let reply = send(&mut client, Method::POST, "/checked-post", None).await;
    reply.assert_refused("try refresh token", false);
    core.take_calls();
    let reply = send(&mut client, Method::POST, "/checked-post", Some(&token)).await;
    assert_eq!(reply.status, 200);
    let calls = core.take_whole_calls();
    assert_eq!(calls.len(), 1);
    let body = &calls[0].body;
    assert_eq!(body["doAntiCsrfCheck"], true);
    assert_eq!(body["enableAntiCsrf"], true);
    assert_eq!(body["checkDatabase"], true);
    assert_eq!(body["antiCsrfToken"], token);
}

async fn a_refresh_brings_another_one(cdi: Cdi) {
    let (core, _app, mut client, first) = start(cdi).await;
    core.take_calls();
    let reply = refresh(&mut client, Some(&first)).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    let calls = core.take_whole_calls();
    assert_eq!(calls[0].body["antiCsrfToken"], first);
    assert_eq!(calls[0].body["enableAntiCsrf"], true);
    let second = reply.header("anti-csrf").expect("a token").to_owned();
    assert_ne!(first, second);
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token, anti-csrf")
    );
    let reply = send(&mut client, Method::POST, "/session", Some(&first)).await;
    reply.assert_refused("try refresh token", false);
    let reply = send(&mut client, Method::POST, "/session", Some(&second)).await;
    assert_eq!(reply.status, 200);
}

async fn a_refresh_with_a_wrong_one_ends_the_session(cdi: Cdi) {
    let (_core, _app, client, token) = start(cdi).await;
    for wrong in [None, Some("x")] {
        let reply = refresh(&mut client.clone(), wrong).await;
        reply.assert_refused("unauthorised", true);
    }
    let reply = refresh(&mut client.clone(), Some(&token)).await;
    assert_eq!(reply.status, 200, "of this client only");
}

async fn it_goes_out_again_with_a_new_access_token(cdi: Cdi) {
    let (core, _app, mut client, first) = start(cdi).await;
    let reply = refresh(&mut client, Some(&first)).await;
    let second = reply.header("anti-csrf").expect("a token").to_owned();
    let reply = send(&mut client, Method::POST, "/session", Some(&second)).await;
    assert_eq!(reply.status, 200);
    // Up to CDI 5.5 the first use of a refreshed token brings a new access token.
    let expected = (!core.rotates_at_refresh()).then_some(second.as_str());
    assert_eq!(reply.header("anti-csrf"), expected);

    // A merge changes the access token only.
    let request = client
        .request(Method::POST, "/merge")
        .header("anti-csrf", &second)
        .header("content-type", "application/json")
        .body(r#"{"n":1}"#);
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200);
    assert!(reply.front_token().is_some());
    assert_eq!(reply.header("anti-csrf"), None);
    assert_eq!(reply.json()["anti_csrf"], second);
    let reply = send(&mut client, Method::POST, "/session", Some(&second)).await;
    assert_eq!(reply.status, 200, "it stays good");
}

async fn clearing_takes_the_header_back(cdi: Cdi) {
    let (_core, app, _, _) = start(cdi).await;
    let mut client = app.client().with_cookies();
    let reply = client.post("/create-then-revoke").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("anti-csrf"), None);
    assert_eq!(reply.header("front-token"), Some("remove"));
}

async fn a_session_from_before_the_protection_calls_for_a_refresh(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let before = App::serve(core.settings(), fixture::routes()).await;
    let protected = core.settings().anti_csrf(AntiCsrf::ViaToken);
    let protected = App::serve(protected, fixture::routes()).await;
    let mut client = before.client().with_cookies();
    log_in(&mut client, "alice").await;
    let mut client = client.at(&protected);
    assert_eq!(client.get("/session").await.status, 200, "reading goes on");
    for token in [None, Some("x")] {
        let reply = send(&mut client, Method::POST, "/session", token).await;
        reply.assert_refused("try refresh token", false);
    }
    let reply = refresh(&mut client, None).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let token = reply.header("anti-csrf").expect("a token").to_owned();
    let reply = send(&mut client, Method::POST, "/session", Some(&token)).await;
    assert_eq!(reply.status, 200);
}

//! The spans that a subscriber sees: their names, levels and fields, and which is within which.

use std::time::Duration;

use rocket::http::Header;
use rocket::local::asynchronous::Client;
use rocket::{get, routes};
use rocket_supertokens::{Builder, Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};

use crate::logged::Logged;

const REFRESH: &str = "/auth/session/refresh";

async fn launch(settings: Builder) -> Client {
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", routes![crate::login, protected, optional]);
    Client::untracked(rocket).await.expect("it launches")
}

/// The span of a request to the core. `within` is what it is part of.
fn core_request(
    within: &str,
    host: &str,
    call: (&str, &str),
    attempt: usize,
    result: &str,
) -> String {
    let (method, path) = call;
    format!(
        "DEBUG {within}core.request{{method={method} path=\"{path}\" host=\"{host}\" attempt={attempt} {result}}}: close"
    )
}

const OK: &str = "status=200 outcome=\"ok\"";
const VERSIONS: (&str, &str) = ("GET", "/apiversion");
const CREATE: (&str, &str) = ("POST", "/public/recipe/session");

#[tokio::test]
async fn each_request_to_the_core_has_one() {
    let core = Core::share(Cdi::V5_6).await;
    let client = launch(core.settings()).await;
    let host = core.connection_uri();
    let logged = Logged::spans();
    crate::log_in(&client).await;
    assert_eq!(
        logged.lines(),
        [
            core_request("", &host, VERSIONS, 1, OK),
            core_request("", &host, CREATE, 1, OK),
        ]
    );
}

#[tokio::test]
async fn each_attempt_says_how_it_ended() {
    let core = Core::share(Cdi::V5_6).await;
    let nobody = "http://127.0.0.1:9";
    let hosts = format!("{};{nobody}", core.connection_uri());
    let settings = core.settings().connection_uri(hosts);
    let client = launch(settings.request_timeout(Duration::from_secs(2))).await;
    crate::log_in(&client).await;
    let logged = Logged::spans();
    for (behaviour, result) in [
        (
            Behaviour::Refuses(500),
            "status=500 outcome=\"core_status\"",
        ),
        (
            Behaviour::Refuses(503),
            "status=503 outcome=\"unavailable\"",
        ),
        (Behaviour::Breaks, "outcome=\"broken\""),
        (Behaviour::Hangs, "outcome=\"timeout\""),
        (
            Behaviour::Refuses(429),
            "status=429 outcome=\"core_rate_limited\"",
        ),
    ] {
        core.behave(behaviour);
        client.post("/login/alice").dispatch().await;
        let expected = core_request("", &core.connection_uri(), CREATE, 1, result);
        let second = core_request("", &core.connection_uri(), CREATE, 2, result);
        let lines = logged.lines();
        assert!(
            lines.contains(&expected) || lines.contains(&second),
            "{behaviour:?}: {lines:?}"
        );
    }
    let refused = "outcome=\"refused\"";
    let lines = logged.lines();
    assert!(
        lines
            .iter()
            .any(|line| line.contains(nobody) && line.contains(refused)),
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_refresh_has_one_around_its_call() {
    let core = Core::share(Cdi::V5_6).await;
    let client = launch(core.settings()).await;
    let response = client.post("/login/alice").dispatch().await;
    let token = response.headers().get_one("st-refresh-token");
    let bearer = Header::new(
        "authorization",
        format!("Bearer {}", token.expect("a token")),
    );
    drop(response);
    let logged = Logged::spans();
    client.post(REFRESH).header(bearer).dispatch().await;
    client.post(REFRESH).dispatch().await;
    let super_tokens: &SuperTokens = client.rocket().state().expect("managed");
    let refused = super_tokens.refresh("no-token").without_anti_csrf().await;
    assert_eq!(refused.expect_err("no token").code(), "core_unauthorised");
    let call = ("POST", "/recipe/session/refresh");
    let host = core.connection_uri();
    let within = "refresh:";
    assert_eq!(
        logged.lines(),
        [
            core_request(within, &host, call, 1, OK),
            "DEBUG refresh{outcome=\"ok\"}: close".to_owned(),
            "DEBUG refresh{outcome=\"no_refresh_token\"}: close".to_owned(),
            core_request(within, &host, call, 1, OK),
            "DEBUG refresh{outcome=\"core_unauthorised\"}: close".to_owned(),
        ]
    );
}

#[verify_session]
#[get("/protected")]
fn protected(_session: Session) {}

#[verify_session(required = false, check_database)]
#[get("/optional")]
fn optional() {}

#[tokio::test]
async fn each_verification_has_one() {
    let core = Core::share(Cdi::V5_6).await;
    let client = launch(core.settings()).await;
    let token = crate::log_in(&client).await;
    let host = core.connection_uri();
    let logged = Logged::spans();
    let verify = |path: &str, outcome: &str| {
        format!("DEBUG verify{{method=\"GET\" path=\"{path}\" outcome=\"{outcome}\"}}: close")
    };
    for _ in 0..2 {
        let request = client.get("/protected?secret=1");
        crate::with_session(request, &token).dispatch().await;
    }
    client.get("/protected").dispatch().await;
    client.get("/optional").dispatch().await;
    let request = client.get("/optional");
    crate::with_session(request, &token).dispatch().await;
    let super_tokens: &SuperTokens = client.rocket().state().expect("managed");
    assert!(super_tokens.verify_token("nonsense").await.is_err());
    let within = |path: &str| format!("verify{{method=\"GET\" path=\"{path}\"}}:");
    let (keys, check) = (
        ("GET", "/.well-known/jwks.json"),
        ("POST", "/recipe/session/verify"),
    );
    assert_eq!(
        logged.lines(),
        [
            core_request(&within("/protected"), &host, keys, 1, OK),
            verify("/protected", "ok"),
            verify("/protected", "ok"),
            verify("/protected", "no_token"),
            verify("/optional", "anonymous"),
            core_request(&within("/optional"), &host, check, 1, OK),
            verify("/optional", "ok"),
            "DEBUG verify{outcome=\"unusable_token\"}: close".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_is_cancelled() {
    let core = Core::share(Cdi::V5_6).await;
    let client = launch(core.settings()).await;
    crate::log_in(&client).await;
    core.take_calls();
    core.behave(Behaviour::Hangs);
    let logged = Logged::spans();
    let arrived = rocket_supertokens_tests::eventually(async || !core.take_calls().is_empty());
    tokio::select! {
        _ = client.post("/login/alice").dispatch() => panic!("a core that hangs has responded"),
        () = arrived => {}
    }
    let host = core.connection_uri();
    let cancelled = core_request("", &host, CREATE, 1, "outcome=\"cancelled\"");
    assert_eq!(logged.lines(), [cancelled]);
}

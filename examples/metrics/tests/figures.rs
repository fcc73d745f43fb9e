//! The figures that Prometheus reads after sessions were created, used, refreshed and stolen.
//!
//! A process has one recorder, and its figures add up: so all of this is one test.

use std::time::Duration;

use rocket::http::Header;
use rocket::local::asynchronous::{Client, LocalRequest};
use rocket_supertokens::SuperTokens;
use supertokens_dev_core::DevCore;

fn bearer(token: &str) -> Header<'static> {
    Header::new("authorization", format!("Bearer {token}"))
}

/// The status of the response, and its new access token and refresh token.
async fn send(request: LocalRequest<'_>) -> (u16, Option<String>, Option<String>) {
    let response = request.dispatch().await;
    let token = |name| response.headers().get_one(name).map(str::to_owned);
    let tokens = (token("st-access-token"), token("st-refresh-token"));
    (response.status().code, tokens.0, tokens.1)
}

async fn log_in(client: &Client) -> (String, String) {
    let (status, access, refresh) = send(client.post("/login").body("alice")).await;
    assert_eq!(status, 200);
    (access.expect("a token"), refresh.expect("a token"))
}

/// The lines of the figures, without their explanations.
async fn figures(client: &Client) -> Vec<String> {
    let text = client.get("/metrics").dispatch().await.into_string().await;
    let text = text.expect("the figures");
    let lines = text.lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

#[track_caller]
fn assert_figure(figures: &[String], name: &str, value: &str) {
    let line = format!("{name} {value}");
    assert!(figures.contains(&line), "{line}: {figures:#?}");
}

#[rocket::async_test]
async fn count_what_happens() {
    let recorder = metrics_example::install_recorder().expect("the only recorder");
    let core = DevCore::builder()
        .in_memory()
        .start()
        .await
        .expect("a core");
    let figment = rocket::Config::figment().merge(("log_level", "off"));
    let settings = metrics_example::settings(&core.connection_uri(), None)
        .check_core_at_launch(false)
        .request_timeout(Duration::from_secs(5));
    let rocket = metrics_example::rocket_with(rocket::custom(figment), settings, recorder);
    let client = Client::untracked(rocket).await.expect("it launches");

    let (access, stolen) = log_in(&client).await;
    for _ in 0..3 {
        let request = client.get("/me").header(bearer(&access));
        assert_eq!(send(request).await.0, 200);
    }
    let (head, signature) = access.rsplit_once('.').expect("a token");
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for token in ["", "nonsense", &forged] {
        let request = client.get("/me");
        let request = match token {
            "" => request,
            token => request.header(bearer(token)),
        };
        assert_eq!(send(request).await.0, 401);
    }
    let mut refresh = stolen.clone();
    for _ in 0..2 {
        let request = client.post("/auth/session/refresh");
        let (status, _, token) = send(request.header(bearer(&refresh))).await;
        assert_eq!(status, 200);
        refresh = token.expect("a token");
    }
    let request = client.post("/auth/session/refresh").header(bearer(&stolen));
    assert_eq!(send(request).await.0, 401);
    let super_tokens: &SuperTokens = client.rocket().state().expect("managed");
    assert!(super_tokens.session_information("no-session").await.is_ok());

    let before = figures(&client).await;
    for (name, value) in [
        ("verifications_total{outcome=\"ok\"}", "3"),
        ("verifications_total{outcome=\"no_token\"}", "1"),
        ("verifications_total{outcome=\"unusable_token\"}", "1"),
        ("verifications_total{outcome=\"signature\"}", "1"),
        // The first check and that of the forged token.
        ("signature_checks_total{source=\"signature\"}", "2"),
        ("signature_checks_total{source=\"cache\"}", "2"),
        ("refreshes_total{outcome=\"ok\"}", "2"),
        ("refreshes_total{outcome=\"theft\"}", "1"),
        ("thefts_total", "1"),
        ("key_set_fetches_total{outcome=\"ok\"}", "1"),
        (
            "core_requests_total{method=\"GET\",path=\"/apiversion\",outcome=\"ok\"}",
            "1",
        ),
        (
            "core_requests_total{method=\"GET\",path=\"/.well-known/jwks.json\",outcome=\"ok\"}",
            "1",
        ),
        // Without the tenant.
        (
            "core_requests_total{method=\"POST\",path=\"/recipe/session\",outcome=\"ok\"}",
            "1",
        ),
        (
            "core_requests_total{method=\"POST\",path=\"/recipe/session/refresh\",outcome=\"ok\"}",
            "3",
        ),
        (
            "core_request_duration_seconds_count{method=\"POST\",path=\"/recipe/session/refresh\"}",
            "3",
        ),
    ] {
        assert_figure(&before, &format!("supertokens_{name}"), value);
    }
    let age = before.iter().find_map(|line| {
        let age = line.strip_prefix("supertokens_key_set_age_seconds ")?;
        age.parse::<f64>().ok()
    });
    assert!(
        age.is_some_and(|age| (0.0..3600.0).contains(&age)),
        "{age:?}"
    );

    // A core that is gone.
    core.shutdown().await;
    let (status, ..) = send(client.post("/login").body("alice")).await;
    assert_eq!(status, 503);
    let failed: Vec<_> = figures(&client).await;
    let failed = failed.iter().filter(|line| {
        line.starts_with("supertokens_core_requests_total") && !line.contains("outcome=\"ok\"")
    });
    assert!(failed.count() > 0);

    // Nobody is named, and no session.
    let all = before.join("\n");
    for text in ["alice", "no-session", "public", &access[..40]] {
        assert!(!all.contains(text), "{text}: {all}");
    }
    let described = client.get("/metrics").dispatch().await.into_string().await;
    let described = described.expect("the figures");
    for line in before
        .iter()
        .filter_map(|line| line.split(['{', ' ']).next())
    {
        let name = line.trim_end_matches("_bucket").trim_end_matches("_sum");
        let name = name.trim_end_matches("_count");
        assert!(
            described.contains(&format!("# HELP {name} ")),
            "{name}: {described}"
        );
    }
}

//! The keys and the discovery document, which anybody may read.

use reqwest::Method;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};
use serde_json::{Value, json};

use crate::fixture;
use crate::in_both_generations;

in_both_generations!(
    the_keys_are_served_to_anybody,
    keys_that_cannot_be_had_are_not_served,
    the_discovery_document_is_exact,
);

async fn the_keys_are_served_to_anybody(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    core.take_calls();
    let mut client = app.client();
    let request = client
        .plain(Method::GET, "/auth/jwt/jwks.json")
        .header("origin", "https://any.example");
    let reply = client.send(request).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    reply.assert_no_tokens();
    let calls = core.take_whole_calls();
    assert_eq!(calls.last().expect("a call").path, "/.well-known/jwks.json");

    let keys = reply.json();
    assert_eq!(keys.as_object().expect("an object").len(), 1);
    let keys = keys["keys"].as_array().expect("keys");
    let kinds: Vec<_> = keys
        .iter()
        .map(|key| &key["kid"].as_str().expect("a key id")[..2])
        .collect();
    assert!(kinds.contains(&"d-") && kinds.contains(&"s-"), "{kinds:?}");
    for key in keys {
        assert_eq!(
            (&key["kty"], &key["alg"], &key["use"]),
            (&json!("RSA"), &json!("RS256"), &json!("sig"))
        );
    }
    let policy = reply.header("cache-control").expect("a Cache-Control");
    let seconds = policy
        .strip_prefix("max-age=")
        .and_then(|rest| rest.strip_suffix(", must-revalidate"));
    let seconds: u64 = seconds.expect("the form").parse().expect("a number");
    // The key lives for a week.
    assert!((1..=7 * 24 * 60 * 60).contains(&seconds), "{policy}");
    let asked = app.super_tokens().jwks().await.expect("keys");
    assert!(asked.max_age.as_secs().abs_diff(seconds) <= 60, "{asked:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&asked.json).expect("JSON"),
        reply.json()
    );
}

async fn keys_that_cannot_be_had_are_not_served(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    core.behave(Behaviour::Breaks);
    let reply = app.client().get("/auth/jwt/jwks.json").await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (503, Some("5"))
    );
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let reply = app
        .client()
        .get("/auth/.well-known/openid-configuration")
        .await;
    assert_eq!(reply.status, 200, "needs no core");
}

async fn the_discovery_document_is_exact(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (settings, route, issuer) in [
        (core.settings(), "/auth", "http://localhost:8000/auth"),
        (
            core.settings()
                .api_domain("https://API.example.com/x")
                .website_domain("https://example.com"),
            "/auth",
            "https://api.example.com/auth",
        ),
        (
            core.settings()
                .api_gateway_path("/gw")
                .api_base_path("/v1/"),
            "/v1",
            "http://localhost:8000/gw/v1",
        ),
    ] {
        let app = App::serve(settings, fixture::routes()).await;
        core.take_calls();
        let reply = app
            .client()
            .get(&format!("{route}/.well-known/openid-configuration"))
            .await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            reply.text,
            format!(r#"{{"issuer":"{issuer}","jwks_uri":"{issuer}/jwt/jwks.json"}}"#),
            "nothing is named that is not served"
        );
        assert_eq!(core.take_calls(), [""; 0]);
        assert_eq!(app.super_tokens().openid_configuration().issuer, issuer);
    }
}

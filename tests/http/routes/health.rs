//! The example's health endpoint.

use rocket_supertokens_tests::{Behaviour, Cdi, eventually};
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    a_healthy_application_says_so,
    what_is_wrong_is_listed,
    what_only_may_fail_is_no_failure,
);

async fn a_healthy_application_says_so(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let reply = app.client().get("/health").await;
    assert_eq!((reply.status, reply.json()), (200, json!("ok")));
    assert_eq!(core.take_calls(), ["/apiversion", "/.well-known/jwks.json"]);
}

async fn what_is_wrong_is_listed(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    core.behave(Behaviour::Refuses(401));
    let reply = app.client().get("/health").await;
    let host = core.connection_uri();
    assert_eq!(
        (reply.status, reply.json()),
        (
            503,
            json!([{
                "code": "api_key_refused",
                "severity": "error",
                "message": format!(
                    "the core at {host} asks for an API key, and none is set. Write it in `api_key`, best in the \
                     environment: ROCKET_SUPERTOKENS_API_KEY='\"...\"'"
                ),
            }])
        )
    );
    core.behave(Behaviour::Works);
    // What the core said counts for five seconds.
    let client = app.client();
    eventually(async || client.clone().get("/health").await.status == 200).await;
}

async fn what_only_may_fail_is_no_failure(cdi: Cdi) {
    let core = rocket_supertokens_tests::Core::share(cdi).await;
    let settings = core
        .settings()
        .api_domain("http://127.0.0.1:8000")
        .website_domain("http://localhost:3000");
    let rocket = rocket_supertokens_tests::App::rocket();
    let rocket = rocket_example::rocket_with(rocket, settings);
    let app = rocket_supertokens_tests::App::launch(rocket).await;
    let reply = app.client().get("/health").await;
    let codes: Vec<_> = reply.json().as_array().expect("a list").clone();
    assert_eq!((reply.status, codes.len()), (200, 1));
    assert_eq!(codes[0]["code"], "local_hosts_differ");
}

//! A core that is down or slow logs nobody out and lets nobody in.

use std::time::{Duration, Instant};

use reqwest::Method;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, Reply};
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    local_verification_goes_on,
    without_keys_nothing_is_known,
    what_needs_the_core_is_unavailable,
    a_slow_core_is_given_up,
    another_host_takes_over,
    an_error_of_the_core_is_not_an_outage,
);

#[track_caller]
fn assert_unavailable(reply: &Reply) {
    assert_eq!(
        (reply.status, reply.json()),
        (503, json!({ "message": "service unavailable" })),
        "{reply:?}"
    );
    assert_eq!(reply.header("retry-after"), Some("5"));
    reply.assert_no_tokens();
}

async fn logged_in(app: &App) -> Client {
    let mut client = app.client().with_cookies();
    client.login("alice").await;
    client
}

async fn local_verification_goes_on(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    client.post("/like-comment").await;
    core.behave(Behaviour::Breaks);
    assert_eq!(client.post("/like-comment").await.status, 200);
    assert_eq!(client.get("/comments").await.json()["user_id"], "alice");
}

async fn without_keys_nothing_is_known(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    core.behave(Behaviour::Breaks);
    assert_unavailable(&client.post("/like-comment").await);
    assert_unavailable(&client.get("/comments").await);
    assert_eq!(
        app.client().get("/comments").await.json(),
        json!({ "user_id": null }),
        "no token, no question"
    );
    app.client()
        .post("/like-comment")
        .await
        .assert_refused("unauthorised", false);
    core.behave(Behaviour::Works);
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(client.post("/like-comment").await.status, 200);
}

async fn what_needs_the_core_is_unavailable(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    client.post("/like-comment").await;
    core.behave(Behaviour::Breaks);
    assert_unavailable(&client.get("/sensitive").await);
    assert_unavailable(&client.get("/me").await);
    assert_unavailable(&client.json(Method::PUT, "/session-data", &json!({})).await);
    assert_unavailable(
        &client
            .json(Method::PATCH, "/access-token-payload", &json!({ "a": 1 }))
            .await,
    );
    assert_unavailable(&client.post("/revoke").await);
    assert_unavailable(&client.post("/auth/signout").await);
    assert_unavailable(&client.refresh().await);
    let login = app
        .client()
        .json(Method::POST, "/login", &json!({ "user_id": "bob" }))
        .await;
    assert_unavailable(&login);

    core.behave(Behaviour::Works);
    assert_eq!(client.get("/sensitive").await.status, 200);
    assert_eq!(client.refresh().await.status, 200, "nobody was logged out");
}

async fn a_slow_core_is_given_up(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let settings = core.settings().request_timeout(Duration::from_millis(1500));
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut client = logged_in(&app).await;
    core.behave(Behaviour::Hangs);
    let start = Instant::now();
    assert_unavailable(&client.refresh().await);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

async fn another_host_takes_over(cdi: Cdi) {
    let core = Core::start(cdi).await;
    // Nothing listens on the first.
    let uri = format!("http://127.0.0.1:1;{}", core.connection_uri());
    let app = App::launch(rocket_example::rocket_with(
        App::rocket(),
        core.settings().connection_uri(uri),
    ))
    .await;
    for _ in 0..4 {
        let mut client = logged_in(&app).await;
        assert_eq!(client.post("/like-comment").await.status, 200);
        assert_eq!(client.get("/sensitive").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
    }
}

async fn an_error_of_the_core_is_not_an_outage(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = logged_in(&app).await;
    client.post("/like-comment").await;
    core.behave(Behaviour::Refuses(500));
    let reply = client.get("/sensitive").await;
    assert_eq!(
        (reply.status, reply.json()),
        (500, json!({ "message": "internal server error" }))
    );
    assert!(
        !reply.text.contains("refused on demand"),
        "the core's words stay inside"
    );
    core.behave(Behaviour::Refuses(503));
    assert_unavailable(&client.get("/sensitive").await);
}

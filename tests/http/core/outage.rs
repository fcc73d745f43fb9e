//! A core that is down or slow logs nobody out and lets nobody in.

use std::time::{Duration, Instant};

use reqwest::Method;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, Raw, RawServer, Reply, skip};
use serde_json::json;

use crate::fixture::thief;
use crate::{in_both_generations, start};

in_both_generations!(
    local_verification_goes_on,
    without_keys_nothing_is_known,
    what_needs_the_core_is_unavailable,
    a_slow_core_is_given_up,
    another_host_takes_over,
    an_error_of_the_core_is_not_an_outage,
    nobody_queues_behind_a_core_that_hangs,
    several_hosts_that_hang_share_the_time,
    a_host_that_hangs_leaves_time_for_the_other,
    a_page_of_a_proxy_makes_the_next_host_be_asked,
    the_end_of_a_stolen_session_is_not_waited_for,
);

/// Long enough for a busy machine to respond in, where the core responds.
const TIMEOUT: Duration = Duration::from_secs(2);

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

/// Statuses of 50 requests at once, and how long they took.
async fn crowd(request: impl AsyncFn() -> Reply) -> (Vec<u16>, Duration) {
    let start = Instant::now();
    let asking = (0..50).map(|_| async { request().await.status });
    let statuses = rocket::futures::future::join_all(asking).await;
    (statuses, start.elapsed())
}

async fn nobody_queues_behind_a_core_that_hangs(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let settings = core.settings().request_timeout(TIMEOUT);
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let wish = json!({ "user_id": "alice" });

    core.behave(Behaviour::Hangs);
    core.take_calls();
    let login = async || app.client().json(Method::POST, "/login", &wish).await;
    let (statuses, took) = crowd(login).await;
    assert_eq!(statuses, [503; 50]);
    assert!(took < 10 * TIMEOUT, "{took:?}");
    let calls = core.take_calls();
    assert!(calls.len() < 10, "they share an attempt: {calls:?}");

    core.behave(Behaviour::Works);
    let client = logged_in(&app).await;
    core.behave(Behaviour::Hangs);
    core.take_calls();
    let like = async || client.clone().post("/like-comment").await;
    let (statuses, took) = crowd(like).await;
    assert_eq!(statuses, [503; 50]);
    assert!(took < 10 * TIMEOUT, "{took:?}");
    let calls = core.take_calls();
    assert!(calls.len() < 10, "they share an attempt: {calls:?}");
}

async fn several_hosts_that_hang_share_the_time(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let host = RawServer::start(Raw::Hangs).await;
    // One server under so many names.
    let uri = [&*host.uri(); 12].join(";");
    let settings = core.settings().connection_uri(uri).request_timeout(TIMEOUT);
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let start = Instant::now();
    let wish = json!({ "user_id": "alice" });
    assert_unavailable(&app.client().json(Method::POST, "/login", &wish).await);
    assert!(start.elapsed() < 6 * TIMEOUT, "{:?}", start.elapsed());
    assert!(host.requests() > 1, "{}", host.requests());
}

async fn a_host_that_hangs_leaves_time_for_the_other(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let hanging = RawServer::start(Raw::Hangs).await;
    let uri = format!("{};{}", hanging.uri(), core.connection_uri());
    let settings = core.settings().connection_uri(uri);
    let settings = settings.request_timeout(Duration::from_secs(4));
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut client = logged_in(&app).await;
    let start = Instant::now();
    for _ in 0..2 {
        assert_eq!(client.get("/sensitive").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
    }
    // Half of a call's time is the hanging host's.
    assert!(
        start.elapsed() < Duration::from_secs(14),
        "{:?}",
        start.elapsed()
    );
}

async fn a_page_of_a_proxy_makes_the_next_host_be_asked(cdi: Cdi) {
    let (core, proxied) = (Core::start(cdi).await, Core::share(cdi).await);
    for status in [502, 503, 504] {
        proxied.behave(Behaviour::Refuses(status));
        let uri = format!("{};{}", proxied.connection_uri(), core.connection_uri());
        let settings = core.settings().connection_uri(uri);
        let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
        for _ in 0..3 {
            let mut client = logged_in(&app).await;
            assert_eq!(client.post("/like-comment").await.status, 200);
            assert_eq!(client.get("/sensitive").await.status, 200);
            assert_eq!(client.refresh().await.status, 200);
        }
        assert!(!proxied.take_calls().is_empty());
    }
}

async fn the_end_of_a_stolen_session_is_not_waited_for(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    if core.rotates_at_refresh() {
        return skip("from CDI 5.6 on the core ends a stolen session itself");
    }
    let mut client = app.client();
    client.login("alice").await;
    let mut thief = thief(&mut client).await;
    core.behave_at("/recipe/session/remove", Behaviour::Hangs);
    let start = Instant::now();
    let reply = thief.refresh().await;
    reply.assert_refused("token theft detected", true);
    // Ten seconds are the longest wait for the core.
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
}

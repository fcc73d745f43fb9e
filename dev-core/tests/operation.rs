//! Watching, disturbing and stopping a core.

mod support;

use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use supertokens_dev_core::{DevCore, DevCoreBuilder};
use support::{Caller, text};

async fn start(builder: DevCoreBuilder) -> (DevCore, Caller) {
    let core = builder.start().await.expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_are_counted_by_endpoint() {
    let (core, caller) = start(DevCore::builder()).await;
    let made = caller.create("5.6", "u").await;
    caller
        .verify("5.3", text(&made, &["accessToken", "token"]), false)
        .await;
    caller
        .text(Method::GET, "/public/HELLO/", "5.6", None)
        .await;
    assert_eq!(core.request_count(), 3);
    assert_eq!(core.request_count_of("/recipe/session/verify"), 1);
    assert_eq!(core.request_count_of("/hello"), 1);
    core.reset_request_counts();
    assert_eq!(
        (core.request_count(), core.request_count_of("/hello")),
        (0, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_and_slow_responses_can_be_played() {
    let (core, caller) = start(DevCore::builder()).await;
    let hello = format!("{}/hello", core.connection_uri());
    let http = Client::new();
    assert!(http.get(&hello).send().await.is_ok());
    core.set_unavailable(true);
    assert!(
        http.get(&hello).send().await.is_err(),
        "on the open connection"
    );
    assert!(
        Client::new().get(&hello).send().await.is_err(),
        "on a new one"
    );
    core.set_unavailable(false);
    assert!(http.get(&hello).send().await.is_ok());
    core.set_delay(Duration::from_millis(300));
    let before = Instant::now();
    caller.text(Method::GET, "/hello", "5.6", None).await;
    assert!(before.elapsed() >= Duration::from_millis(300));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_completes_what_is_under_way() {
    let (core, caller) = start(DevCore::builder()).await;
    let uri = core.connection_uri();
    caller.text(Method::GET, "/hello", "5.6", None).await;
    core.set_delay(Duration::from_millis(200));
    let under_way =
        tokio::spawn(async move { caller.text(Method::GET, "/hello", "5.6", None).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    core.shutdown().await;
    assert_eq!(under_way.await.expect("no panic"), (200, "Hello\n".into()));
    assert!(
        Client::new()
            .get(format!("{uri}/hello"))
            .send()
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_a_core_stops_it() {
    let (core, _caller) = start(DevCore::builder()).await;
    let address = core.connection_uri().replace("http://", "");
    drop(core);
    let mut freed = false;
    for _ in 0..100 {
        freed = tokio::net::TcpListener::bind(&address).await.is_ok();
        if freed {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(freed, "the port is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_input_makes_it_fail() {
    let (core, _caller) = start(DevCore::builder()).await;
    let http = Client::new();
    let endpoints = [
        "/recipe/session",
        "/recipe/session/verify",
        "/recipe/session/refresh",
        "/recipe/jwt",
        "/recipe/role/remove",
    ];
    let deep = "{\"userId\":".repeat(100_000);
    let bodies: [&[u8]; 6] = [
        b"",
        b"\xff\xfe",
        b"{\"accessToken\":\"a.b.c\"}",
        b"[[[[",
        deep.as_bytes(),
        b"\0\0",
    ];
    for path in endpoints {
        for body in bodies {
            let response = http
                .post(format!("{}{path}", core.connection_uri()))
                .body(body.to_vec())
                .send()
                .await;
            assert_eq!(response.expect("a response").status(), 400, "{path}");
        }
    }
}

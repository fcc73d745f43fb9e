//! Configurations that come while the server runs.

use std::pin::pin;
use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::browser::Browser;
use crate::server::{Server, dev_core, setup};

#[tokio::test(flavor = "multi_thread")]
async fn each_configuration_counts_from_its_arrival() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let uri = core.connection_uri();
    let mut browser = Browser::new(&server);
    browser.get("/nowhere").await;

    server
        .set_up(&setup(&uri, true, true))
        .await
        .assert_is(200, "");
    let flags = browser.get("/featureFlags").await.json();
    assert_eq!(flags["sessionJwt"], true);
    let login = browser.login("alice").await;
    assert_eq!(login.claims()["customClaim"], "customValue");
    assert!(
        login
            .header("st-access-token")
            .is_some_and(|token| !token.is_empty())
    );
    assert!(login.header("anti-csrf").is_some());
    browser.get("/").await.assert_is(200, "alice");

    let minimal = json!({ "coreUrl": uri, "enableAntiCsrf": false });
    server.set_up(&minimal).await.assert_is(200, "");
    let flags = browser.get("/featureFlags").await.json();
    assert_eq!(flags["sessionJwt"], false);
    let login = Browser::new(&server).login("alice").await;
    assert_eq!(login.claims().get("customClaim"), None);
    assert_eq!(login.header("st-access-token"), None);
    assert_eq!(login.header("anti-csrf"), None);
    browser
        .get("/getSessionCalledTime")
        .await
        .assert_is(200, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_the_former_core() {
    let (first, second) = (dev_core().await, dev_core().await);
    let server = Server::start(&first).await;
    let mut browser = Browser::new(&server);
    browser.login("alice").await;
    browser.get("/").await.assert_is(200, "alice");
    server
        .set_up(&setup(&second.connection_uri(), true, false))
        .await
        .assert_is(200, "");
    let refused = browser.get("/").await;
    refused.assert_is(401, r#"{"message":"try refresh token"}"#);
    browser
        .post("/auth/session/refresh")
        .await
        .assert_is(401, "{}");
    let before = first.request_count();
    browser.login("bob").await;
    assert_eq!(first.request_count(), before);
    assert_eq!(second.request_count_of("/recipe/session"), 1);
}

/// A suite does not wait for the response to its configuration. So what comes after its first byte waits.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_a_configuration_meets_it() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let body = setup(&core.connection_uri(), true, true).to_string();
    let address = server.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST /test/setup/st HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    sleep(Duration::from_millis(300)).await;

    let mut browser = Browser::new(&server);
    let mut flags = pin!(browser.get("/featureFlags"));
    let early = timeout(Duration::from_millis(300), &mut flags).await;
    assert!(early.is_err(), "{early:?}");
    stream.write_all(body.as_bytes()).await.expect("sent");
    assert_eq!(flags.await.json()["sessionJwt"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_application_that_a_request_came_to_responds_to_it() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    core.set_delay(Duration::from_millis(700));
    let mut browser = Browser::new(&server);
    let swap = async {
        sleep(Duration::from_millis(200)).await;
        server
            .set_up(&setup(&core.connection_uri(), true, true))
            .await
    };
    let (login, swapped) = tokio::join!(browser.login("alice"), swap);
    swapped.assert_is(200, "");
    assert_eq!(login.claims().get("customClaim"), None);
    core.set_delay(Duration::ZERO);
    assert_eq!(
        browser.login("alice").await.claims()["customClaim"],
        "customValue"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_does_not_hold_brings_the_first_one_back() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    for body in [
        json!({}),
        json!({ "coreUrl": core.connection_uri() }),
        setup("ftp://nowhere", true, false),
        setup("", true, false),
    ] {
        let reply = server.set_up(&body).await;
        assert_eq!(reply.status, 500, "{body}");
        assert!(!reply.text.is_empty(), "{body}");
    }
    Browser::new(&server).login("alice").await;
}

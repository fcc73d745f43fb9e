//! Routes that call the core by themselves.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::browser::Browser;
use crate::server::{Server, dev_core, options, setup};

#[tokio::test(flavor = "multi_thread")]
async fn an_app_inside_the_core_is_made_and_used() {
    let core = dev_core().await;
    let server = Server::start(&core).await;
    let mut browser = Browser::new(&server);
    let app = json!({ "appId": "a1", "coreConfig": { "access_token_validity": 77, "access_token_validity_jitter": 0 } });
    let made = browser.json("/test/setup/app", &app).await;
    made.assert_is(200, &format!("{}/appid-a1", core.connection_uri()));
    server
        .set_up(&setup(&made.text, true, false))
        .await
        .assert_is(200, "");
    let claims = browser.login("alice").await.claims();
    let times = ["exp", "iat"].map(|name| claims[name].as_i64().expect("a time"));
    assert_eq!(times[0] - times[1], 77);

    let refused = browser
        .json("/test/setup/app", &json!({ "appId": "-" }))
        .await;
    assert_eq!(refused.status, 500);
    assert!(refused.text.starts_with("the core says: "), "{refused:?}");
}

/// A core that responds to everything alike and passes on what it was asked.
async fn scripted(response: Value) -> (String, mpsc::UnboundedReceiver<(Request<()>, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let uri = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, calls) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (sender, response) = (sender.clone(), response.clone());
            let service = service_fn(move |request: Request<Incoming>| {
                let (sender, response) = (sender.clone(), response.clone());
                async move {
                    let (parts, body) = request.into_parts();
                    let body = body.collect().await?.to_bytes();
                    let body = serde_json::from_slice(&body).expect("JSON");
                    sender
                        .send((Request::from_parts(parts, ()), body))
                        .expect("the test waits");
                    Ok::<_, hyper::Error>(Response::new(Full::<Bytes>::from(response.to_string())))
                }
            });
            let connection = hyper::server::conn::http1::Builder::new();
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
        }
    });
    (uri, calls)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_an_older_generation_is_begun_by_hand() {
    let tokens = json!({ "status": "OK", "accessToken": { "token": "aaa" }, "refreshToken": { "token": "rrr" } });
    let (uri, mut calls) = scripted(tokens).await;
    let server = Server::start_with(options(&format!("{uri}/appid-x"))).await;
    let mut browser = Browser::new(&server);
    let payload = json!({ "some": "claim" });
    for (body, payload) in [
        (json!({ "userId": "alice", "payload": payload }), &payload),
        (json!({ "userId": "alice" }), &json!({})),
    ] {
        let reply = browser.json("/login-2.18", &body).await;
        reply.assert_is(200, "");
        assert_eq!(reply.header("st-access-token"), Some("aaa"));
        assert_eq!(reply.header("st-refresh-token"), Some("rrr"));
        assert_eq!(reply.claims(), *payload);

        let (request, body) = calls.recv().await.expect("a call");
        assert_eq!(
            (request.method().as_str(), request.uri().path()),
            ("POST", "/appid-x/recipe/session")
        );
        assert_eq!(request.headers()["cdi-version"], "2.18");
        let expected = json!({ "userId": "alice", "enableAntiCsrf": false, "userDataInJWT": payload, "userDataInDatabase": {} });
        assert_eq!(body, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_core_that_cannot_do_it_is_reported() {
    let (uri, _calls) = scripted(json!({ "status": "OK" })).await;
    let server = Server::start_with(options(&uri)).await;
    let reply = Browser::new(&server)
        .json("/login-2.18", &json!({ "userId": "alice" }))
        .await;
    reply.assert_is(500, r#"the core sent no accessToken: {"status":"OK"}"#);
}

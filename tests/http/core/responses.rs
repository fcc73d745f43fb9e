//! Core responses that cannot be used.

use std::time::Duration;

use reqwest::Method;
use rocket_supertokens::Error;
use rocket_supertokens::error::{CoreError, HostFailureKind};
use rocket_supertokens::overrides::CoreRequest;
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core, Raw, RawServer};
use serde_json::json;
use tokio::net::TcpListener;

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    no_nonsense_becomes_a_success,
    failures_are_told_apart,
    a_core_response_may_not_be_endless,
    nothing_of_a_request_comes_back_in_an_error,
);

fn http(head: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// All calls but those for version and keys go to `to`.
fn divert(to: String) -> impl Fn(&mut CoreRequest) {
    move |request| {
        if let Some(at) = request
            .url
            .find("/recipe/")
            .or(request.url.find("/public/"))
        {
            request.url = format!("{to}{}", &request.url[at..]);
        }
    }
}

async fn no_nonsense_becomes_a_success(cdi: Cdi) {
    let page = "<html>Welcome</html>";
    let cases = [
        (Raw::Closes, 503),
        (Raw::Resets, 503),
        (Raw::Hangs, 503),
        (Raw::Sends(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), 503),
        (Raw::Sends(b"\x15\x03\x03\x00\x02\x02\x16".to_vec()), 503),
        (Raw::Sends(http("200 OK\r\ncontent-length: 20", page)), 500),
        (Raw::Sends(http("200 OK", "")), 500),
        (Raw::Sends(http("204 No Content", "")), 500),
        (Raw::Sends(http("200 OK\r\ncontent-length: 2", "{}")), 500),
        (Raw::Sends(http("200 OK\r\ncontent-length: 2", "[]")), 500),
        (Raw::Sends(http("200 OK\r\ncontent-length: 4", "null")), 500),
        (
            Raw::Sends(http("200 OK\r\ncontent-length: 15", r#"{"status":"OK"}"#)),
            500,
        ),
        (
            Raw::Sends(http("200 OK\r\ncontent-length: 17", r#"{"status":"WHAT"}"#)),
            500,
        ),
        // Cut off in the middle, by the connection or by its own length.
        (
            Raw::Sends(http("200 OK\r\ncontent-length: 500", r#"{"status":"OK"}"#)),
            503,
        ),
        (
            Raw::SendsAndHolds(http("200 OK\r\ncontent-length: 500", r#"{"status":"OK"}"#)),
            503,
        ),
        (
            Raw::Sends(http("200 OK\r\ncontent-length: 9", r#"{"status":"OK"}"#)),
            500,
        ),
        (
            Raw::Sends(http(
                "200 OK\r\ntransfer-encoding: chunked",
                "5\r\n{\"sta\r\n",
            )),
            503,
        ),
        (
            Raw::Sends(http("200 OK\r\ncontent-length: banana", "{}")),
            503,
        ),
        (
            Raw::Sends(http(
                "302 Found\r\nlocation: /recipe/session\r\ncontent-length: 0",
                "",
            )),
            500,
        ),
        (
            Raw::Sends(http("101 Switching Protocols\r\nupgrade: x", "")),
            500,
        ),
        (
            Raw::Sends(http("599 What\r\ncontent-length: 20", page)),
            500,
        ),
        (
            Raw::Sends(http("502 Bad Gateway\r\ncontent-length: 20", page)),
            503,
        ),
    ];
    let core = Core::share(cdi).await;
    for (nonsense, expected) in cases {
        let server = RawServer::start(nonsense.clone()).await;
        let with_core = App::serve(core.settings(), fixture::routes()).await;
        let mut client = with_core.client();
        log_in(&mut client, "alice").await;

        let settings = core
            .settings()
            .request_timeout(Duration::from_secs(2))
            .core_interceptor(divert(server.uri()));
        let app = App::serve(settings, fixture::routes()).await;
        let client = client.at(&app);
        let (mut reader, mut leaver, mut refresher) =
            (client.clone(), client.clone(), client.clone());
        let mut newcomer = client.clone();
        let wish = json!({ "user_id": "bob" });
        let replies = tokio::join!(
            reader.get("/checked"),
            leaver.post("/auth/signout"),
            refresher.refresh(),
            newcomer.json(Method::POST, "/create", &wish),
        );
        for reply in [replies.0, replies.1, replies.2, replies.3] {
            assert_eq!(reply.status, expected, "{nonsense:?}: {reply:?}");
            reply.assert_no_tokens();
        }
        assert!(server.requests() >= 4);
    }
}

/// What creating a session fails with.
async fn error_of(app: &App) -> CoreError {
    let new = NewSession::new("alice");
    match app.super_tokens().create_session(new).await {
        Err(Error::Core(error)) => error,
        other => panic!("{other:?}"),
    }
}

async fn failures_are_told_apart(cdi: Cdi) {
    use HostFailureKind::{Broken, ConnectTimeout, Dns, Refused, Reset, Timeout, Tls, Unavailable};
    let raw = RawServer::start;
    let greeting = Raw::Sends(b"220 mail.example ESMTP\r\n".to_vec());
    let page = Raw::Sends(http("503 Service Unavailable\r\ncontent-length: 0", ""));
    let servers = [
        raw(Raw::Resets).await,
        raw(Raw::Closes).await,
        raw(Raw::Hangs).await,
        raw(greeting).await,
        raw(page).await,
    ];
    let [resets, closes, hangs, greets, fails] = servers.each_ref().map(RawServer::uri);
    let https = |uri: &str| uri.replace("http:", "https:");
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let core = Core::share(cdi).await;
    for (uri, kind, text) in [
        (
            "http://nohost.invalid".to_owned(),
            Dns,
            "check `connection_uri` and the DNS",
        ),
        (
            format!("http://127.0.0.1:{port}"),
            Refused,
            "is the core listening?",
        ),
        (
            format!("http://localhost:{port}"),
            Refused,
            "try 127.0.0.1 instead",
        ),
        (
            https(&greets),
            Tls,
            "the port is one for https): client error (Connect): received corrupt message",
        ),
        (https(&closes), Tls, "made no TLS connection"),
        (https(&hangs), ConnectTimeout, "the firewalls"),
        (resets, Reset, "reset the connection"),
        (closes, Broken, "sent no whole HTTP response"),
        (greets, Broken, "the port is one for http"),
        (hangs, Timeout, "did not respond in time"),
        (fails, Unavailable(503), "responded with 503"),
    ] {
        let settings = core
            .settings()
            .connection_uri(&uri)
            .connect_timeout(Duration::from_secs(1))
            .request_timeout(Duration::from_secs(2));
        let app = App::serve(settings, fixture::routes()).await;
        let error = error_of(&app).await;
        let CoreError::Unreachable(failures) = &error else {
            panic!("{uri}: {error}");
        };
        let failure = failures.last().expect("a failure");
        assert_eq!((&failure.host, failure.kind), (&uri, kind), "{error}");
        let message = error.to_string();
        assert!(
            message.contains(&uri) && message.contains(text),
            "{message}"
        );
        assert!(error.is_unavailable());
        assert!(
            std::error::Error::source(&error).is_none(),
            "each host is named with its own"
        );
    }
}

async fn a_core_response_may_not_be_endless(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let body = format!(r#"{{"status":"OK","x":"{}"}}"#, "x".repeat(100_000));
    let chunk = format!(
        "transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n",
        body.len()
    );
    for head in [
        "content-length: 99999999999\r\n\r\n".to_owned() + &body,
        format!("content-length: {}\r\n\r\n{body}", body.len()),
        chunk,
    ] {
        let response = format!("HTTP/1.1 200 OK\r\n{head}").into_bytes();
        let server = RawServer::start(Raw::SendsAndHolds(response)).await;
        let settings = core
            .settings()
            .max_core_response_bytes(50_000)
            .core_interceptor(divert(server.uri()));
        let app = App::serve(settings, fixture::routes()).await;
        let error = error_of(&app).await;
        assert!(
            matches!(error, CoreError::TooLong { limit: 50_000, .. }),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("raise `max_core_response_bytes`")
        );
        assert_eq!(server.requests(), 1, "another host would send the same");
    }
}

async fn nothing_of_a_request_comes_back_in_an_error(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core.settings().api_key("the-key-of-the-core");
    let app = App::serve(settings, fixture::routes()).await;
    log_in(&mut app.client(), "alice").await;
    core.behave(Behaviour::Echoes);
    let (refresh_token, anti_csrf) = ("correct-horse/battery=staple", "an-anti-csrf-token");
    let refreshed = app
        .super_tokens()
        .refresh(refresh_token)
        .anti_csrf(anti_csrf)
        .await;
    let error = refreshed.expect_err("refused");
    let text = format!("{error} {error:?}");
    assert!(text.contains("/recipe/session/refresh"), "{text}");
    for secret in [refresh_token, anti_csrf, "horse", "the-key-of-the-core"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

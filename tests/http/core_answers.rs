//! Answers of the core that are none.

use std::time::Duration;

use rocket_supertokens::CoreRequest;
use rocket_supertokens_tests::{App, Cdi, Core, Raw, RawServer};

use crate::bench::{self, log_in};
use crate::in_both_generations;

in_both_generations!(no_nonsense_becomes_a_success);

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
        let with_core = App::serve(core.settings(), bench::routes()).await;
        let mut client = with_core.client();
        log_in(&mut client, "alice").await;

        let settings = core
            .settings()
            .request_timeout(Duration::from_secs(1))
            .core_interceptor(divert(server.uri()));
        let app = App::serve(settings, bench::routes()).await;
        let mut client = client.at(&app);
        for reply in [
            client.get("/checked").await,
            client.post("/auth/signout").await,
            client.refresh().await,
            client
                .json(
                    reqwest::Method::POST,
                    "/create",
                    &serde_json::json!({ "user_id": "bob" }),
                )
                .await,
        ] {
            assert_eq!(reply.status, expected, "{nonsense:?}: {reply:?}");
            reply.assert_no_tokens();
        }
        assert!(server.requests() >= 4);
    }
}

//! Hosts of the core that give no response. The client receives 503, whatever the reason; the log names it.

use rocket_supertokens_tests::{Cdi, Core, Raw, RawServer};
use tokio::net::TcpListener;

use super::{API_KEY, Listening, at};

pub(super) const LOGIN: &str = "method=POST path=/login/alice code=\"core_unreachable\" reason=no SuperTokens core available to query:";
pub(super) const CLIENT: &str = "client error";

/// The line of a request that needs the core at `uri`.
pub(super) async fn line_of(uri: &str) -> String {
    let core = Core::share(Cdi::V5_6).await;
    let mut app = Listening::to(at(&core, uri), Vec::new()).await;
    let (status, lines) = app.log_in().await;
    assert_eq!(status, 503, "{lines:?}");
    app.assert_nothing_of(&[API_KEY]);
    let [line] = lines.try_into().expect("one line");
    line
}

fn https(server: &RawServer) -> String {
    server.uri().replace("http:", "https:")
}

/// Where nobody listens.
async fn closed_port() -> u16 {
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    closed.local_addr().expect("an address").port()
}

#[tokio::test]
async fn a_name_that_cannot_be_resolved() {
    let line = line_of("http://nohost.invalid").await;
    let expected = format!(
        "ERROR request failed {LOGIN} http://nohost.invalid has a name that cannot be resolved (check \
         `connection_uri` and the DNS): {CLIENT} (Connect): dns error: "
    );
    let resolver = line.strip_prefix(&expected);
    // Resolvers say it in words of their own.
    assert!(resolver.is_some_and(|words| !words.is_empty()), "{line}");
}

#[tokio::test]
async fn a_connection_that_is_refused() {
    let port = closed_port().await;
    let uri = format!("http://127.0.0.1:{port}");
    assert_eq!(
        line_of(&uri).await,
        format!(
            "ERROR request failed {LOGIN} {uri} refused the connection (is the core listening?): {CLIENT} (Connect): \
             tcp connect error: Connection refused (os error 111)"
        )
    );
    let uri = format!("http://localhost:{port}");
    let line = line_of(&uri).await;
    let hint =
        "(is the core listening? if it is, try 127.0.0.1 instead of localhost): client error";
    assert!(line.contains(hint), "{line}");
}

#[tokio::test]
async fn a_host_without_tls() {
    let greeting = RawServer::start(Raw::Sends(b"220 mail.example ESMTP\r\n".to_vec())).await;
    let alert = RawServer::start(Raw::Sends(b"\x15\x03\x03\x00\x02\x02\x28".to_vec())).await;
    let closes = RawServer::start(Raw::Closes).await;
    for (server, cause) in [
        (
            greeting,
            "received corrupt message of type InvalidContentType",
        ),
        (alert, "received fatal alert: HandshakeFailure"),
        (closes, "tls handshake eof"),
    ] {
        let uri = https(&server);
        assert_eq!(
            line_of(&uri).await,
            format!(
                "ERROR request failed {LOGIN} {uri} made no TLS connection (check its certificate, and that the port \
                 is one for https): {CLIENT} (Connect): {cause}"
            )
        );
    }
}

#[tokio::test]
async fn a_host_that_is_slow() {
    let hangs = RawServer::start(Raw::Hangs).await;
    let uri = hangs.uri();
    assert_eq!(
        line_of(&uri).await,
        format!("ERROR request failed {LOGIN} {uri} did not respond in time")
    );
    // Not even the handshake comes to its end.
    let uri = https(&hangs);
    assert_eq!(
        line_of(&uri).await,
        format!(
            "ERROR request failed {LOGIN} {uri} did not accept a connection in time (check its address and the \
             firewalls): {CLIENT} (Connect): timed out"
        )
    );
}

#[tokio::test]
async fn a_connection_that_is_reset() {
    let resets = RawServer::start(Raw::Resets).await;
    let uri = resets.uri();
    let failure = format!(
        "{uri} reset the connection: {CLIENT} (SendRequest): connection error: Connection reset by peer (os error 104)"
    );
    assert_eq!(
        line_of(&uri).await,
        format!("ERROR request failed {LOGIN} {failure}")
    );
}

#[tokio::test]
async fn something_else_than_http() {
    let greets = RawServer::start(Raw::Sends(b"220 mail.example ESMTP\r\n".to_vec())).await;
    let closes = RawServer::start(Raw::Closes).await;
    for (server, cause) in [
        (greets, "invalid HTTP version parsed"),
        (closes, "connection closed before message completed"),
    ] {
        let uri = server.uri();
        let failure = format!(
            "{uri} sent no whole HTTP response (check that the port is one for http and the core's): {CLIENT} \
             (SendRequest): {cause}"
        );
        assert_eq!(
            line_of(&uri).await,
            format!("ERROR request failed {LOGIN} {failure}")
        );
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_reach_the_core() {
    let page = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = RawServer::start(Raw::Sends(page.into())).await;
    let uri = server.uri();
    assert_eq!(
        line_of(&uri).await,
        format!(
            "ERROR request failed {LOGIN} {uri} responded with 503: the proxy before it cannot reach the core"
        )
    );
}

#[tokio::test]
async fn of_several_hosts_each_is_named_with_its_causes() {
    let refused = format!("http://127.0.0.1:{}", closed_port().await);
    let page = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = RawServer::start(Raw::Sends(page.into())).await;
    let proxy = server.uri();
    assert_eq!(
        line_of(&format!("{refused};{proxy}")).await,
        format!(
            "ERROR request failed {LOGIN} {refused} refused the connection (is the core listening?): {CLIENT} \
             (Connect): tcp connect error: Connection refused (os error 111); {proxy} responded with 502: the proxy \
             before it cannot reach the core"
        )
    );
}

#[tokio::test]
async fn where_another_host_takes_over_the_one_that_failed_is_warned_of() {
    let refused = format!("http://127.0.0.1:{}", closed_port().await);
    let core = Core::share(Cdi::V5_6).await;
    let uri = format!("{refused};{}", core.connection_uri());
    let mut app = Listening::to(core.settings().connection_uri(uri), Vec::new()).await;
    let (status, lines) = app.log_in().await;
    assert_eq!(status, 200, "{lines:?}");
    let warning = format!(
        "WARN a host of the core gave no response: {refused} refused the connection (is the core listening?): {CLIENT} \
         (Connect): tcp connect error: Connection refused (os error 111)"
    );
    // Once when the version was negotiated, once for the call itself.
    assert_eq!(lines, [warning.as_str(), &warning]);
}

//! The example and its core, and clients that log in and open sockets.

use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::futures::StreamExt;
use rocket::tokio::net::TcpStream;
use rocket::tokio::sync::oneshot;
use rocket::tokio::time::timeout;
use supertokens_dev_core::{DevCore, DevCoreBuilder};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The example and its core, until they are dropped.
pub(crate) struct App {
    _core: DevCore,
    port: u16,
    shutdown: rocket::Shutdown,
}

impl App {
    pub(crate) async fn launch(core: DevCoreBuilder) -> Self {
        let core = core.in_memory().start().await.expect("the core starts");
        let figment = rocket::Config::figment()
            .merge(("port", 0))
            .merge(("log_level", "off"))
            .merge(("shutdown.ctrlc", false));
        let settings = websocket_example::settings(&core.connection_uri());
        let (sender, port) = oneshot::channel();
        let sender = std::sync::Mutex::new(Some(sender));
        let rocket = websocket_example::rocket_with(rocket::custom(figment), settings)
            .attach(AdHoc::on_liftoff("Port", move |rocket| {
                Box::pin(async move {
                    let sender = sender.lock().expect("no panic").take();
                    sender
                        .expect("one liftoff")
                        .send(rocket.config().port)
                        .expect("the test waits");
                })
            }))
            .ignite()
            .await
            .expect("the application ignites");
        let shutdown = rocket.shutdown();
        rocket::tokio::spawn(rocket.launch());
        Self {
            _core: core,
            port: port.await.expect("the application launches"),
            shutdown,
        }
    }

    /// Logs in or refreshes, and returns the headers of the response.
    pub(crate) async fn post(&self, path: &str, headers: &[(&str, &str)]) -> HeaderMap {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let mut request = reqwest::Client::new().post(url).body("alice");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 200);
        response.headers().clone()
    }

    /// Logs in and returns the access token.
    pub(crate) async fn login(&self) -> String {
        header(&self.post("/login", &[]).await, "st-access-token")
    }

    pub(crate) async fn open(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<(Socket, HeaderMap), u16> {
        let url = format!("ws://127.0.0.1:{}{path}", self.port);
        let mut request = url.into_client_request().expect("a request");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a name");
            let value = HeaderValue::from_str(value).expect("a value");
            request.headers_mut().insert(name, value);
        }
        match connect_async(request).await {
            Ok((socket, response)) => Ok((socket, response.headers().clone())),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("neither socket nor response: {error}"),
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
    }
}

pub(crate) fn header(headers: &HeaderMap, name: &str) -> String {
    let value = headers
        .get(name)
        .unwrap_or_else(|| panic!("no {name} in {headers:?}"));
    value.to_str().expect("a text").to_owned()
}

pub(crate) async fn next(socket: &mut Socket) -> Message {
    let message = timeout(Duration::from_secs(20), socket.next())
        .await
        .expect("no silence");
    message.expect("no end").expect("a message")
}

//! A proxy before the core: it notes each call, and misbehaves where a test wants it to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::http::request::Parts;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::http::client_to;

/// What the core does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// It responds.
    Works,
    /// It waits until it is told to do something else, and does that.
    Holds,
    /// It breaks off the connection.
    Breaks,
    /// It does not respond within any time that a test would wait.
    Hangs,
    /// It responds with this status.
    Refuses(u16),
    /// It responds with 200 and this text, and does nothing.
    Says(&'static str),
    /// It does what it is asked, breaks off the connection instead of responding, and works from then on.
    LosesResponse,
    /// It responds with 400 and the whole request in its text.
    Echoes,
}

/// A call to the core, as it arrived.
#[derive(Debug, Clone)]
pub struct CoreCall {
    /// The method, in capitals.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, or an empty text.
    pub query: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as JSON; `Null` where there is none.
    pub body: Value,
}

impl CoreCall {
    /// A header that occurs at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("a text");
        assert!(values.next().is_none(), "{name} occurs twice: {self:?}");
        Some(value)
    }
}

/// Stands before a core, notes each call, and fails on demand.
#[derive(Debug)]
pub(crate) struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    target: String,
    client: reqwest::Client,
    behaviour: Mutex<Behaviour>,
    /// Of single paths; goes before the general one.
    behaviour_at: Mutex<HashMap<String, Behaviour>>,
    calls: Mutex<Vec<CoreCall>>,
}

impl Proxy {
    pub(crate) async fn start(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: client_to(target).build().expect("a client"),
            behaviour: Mutex::new(Behaviour::Works),
            behaviour_at: Mutex::default(),
            calls: Mutex::default(),
        });
        let server = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Self {
            port,
            shared,
            server,
        }
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.shared.behaviour.lock().expect("no panic") = behaviour;
    }

    pub(crate) fn behave_at(&self, path: &str, behaviour: Behaviour) {
        let mut behaviour_at = self.shared.behaviour_at.lock().expect("no panic");
        behaviour_at.insert(path.to_owned(), behaviour);
    }

    pub(crate) fn take_calls(&self) -> Vec<CoreCall> {
        std::mem::take(&mut self.shared.calls.lock().expect("no panic"))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| shared.respond(request));
            // A broken connection is what some tests ask for.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Ends the connection without a response.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken on demand")
    }
}

impl std::error::Error for Broken {}

impl Shared {
    async fn respond(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Broken> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        self.calls.lock().expect("no panic").push(CoreCall {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        });
        while self.behaviour_of(parts.uri.path()) == Behaviour::Holds {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        match self.behaviour_of(parts.uri.path()) {
            Behaviour::Works | Behaviour::Holds => Ok(self.forward(parts, body).await),
            Behaviour::Breaks => Err(Broken),
            Behaviour::LosesResponse => {
                self.forget_behaviour_of(parts.uri.path());
                self.forward(parts, body).await;
                Err(Broken)
            }
            Behaviour::Says(text) => {
                let response = Response::builder().header("content-type", "application/json");
                Ok(response.body(Full::from(text)).expect("a response"))
            }
            Behaviour::Hangs => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                Err(Broken)
            }
            Behaviour::Refuses(status) => {
                let response = Response::builder()
                    .status(status)
                    .body(Full::from("refused on demand"));
                Ok(response.expect("a status"))
            }
            Behaviour::Echoes => {
                let echo = format!("{parts:?} {}", String::from_utf8_lossy(&body));
                let response = Response::builder().status(400).body(Full::from(echo));
                Ok(response.expect("a status"))
            }
        }
    }

    fn behaviour_of(&self, path: &str) -> Behaviour {
        let of_path = self.behaviour_at.lock().expect("no panic");
        let general = || *self.behaviour.lock().expect("no panic");
        of_path.get(path).copied().unwrap_or_else(general)
    }

    fn forget_behaviour_of(&self, path: &str) {
        self.behaviour_at.lock().expect("no panic").remove(path);
    }

    async fn forward(&self, parts: Parts, body: Bytes) -> Response<Full<Bytes>> {
        let url = format!("{}{}", self.target, parts.uri);
        let mut headers = parts.headers;
        headers.remove(hyper::header::HOST);
        let core_response = self
            .client
            .request(parts.method, url)
            .headers(headers)
            .body(body)
            .send()
            .await;
        let core_response = core_response.expect("the core responds");
        let mut response = Response::builder().status(core_response.status());
        for name in [hyper::header::CONTENT_TYPE, hyper::header::CACHE_CONTROL] {
            if let Some(value) = core_response.headers().get(&name) {
                response = response.header(name, value);
            }
        }
        response
            .body(Full::new(core_response.bytes().await.expect("a body")))
            .expect("a response")
    }
}
